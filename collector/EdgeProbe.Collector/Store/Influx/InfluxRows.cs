using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Store.Influx;

/// <summary>Rows out of InfluxQL's answers; the other direction of <see cref="InfluxLines"/>.</summary>
internal static class InfluxRows
{
    public static WindowRow WindowOf(ProbeId probe, InfluxRow row)
    {
        var alias = uint.Parse(row.Text("test"), System.Globalization.CultureInfo.InvariantCulture);
        var sample = new Sample { Test = alias, Window = new Window(row.Whole("time") ?? 0, (int)(row.Whole("length_ms") ?? Window.DefaultLengthMs)) };
        foreach (var field in SampleFields.All)
            if (row.Whole(field.Name) is { } value) field.Restore(sample, value);
        if (!TryReadSketch(row.Text("sketch"), sample, out var sketch))
            throw new StoreReadException($"the database holds a damaged sketch of {probe} at {sample.Window.StartMs}: delete that point");
        sample.Delays = sketch;
        return new WindowRow
        {
            Probe = probe,
            Site = LineProtocol.Unescape(row.Text("site")),
            Test = new TestKey(alias, Word<Kind>(row.Text("kind")), Word<Segment>(row.Text("segment")), Word<IpFamily>(row.Text("family")), LineProtocol.Unescape(row.Text("target"))),
            StoreEpoch = unchecked((ulong)(row.Whole("epoch") ?? 0)),
            Sequence = unchecked((ulong)(row.Whole("seq") ?? 0)),
            TimeTrusted = row.Whole("trusted") != 0,
            Sample = sample,
        };
    }

    private static bool TryReadSketch(string base64, Sample sample, out DelaySketch sketch)
    {
        sketch = new DelaySketch();
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            && SketchBytes.TryRead(bytes.AsSpan(0, length), sample.Delays.Min, sample.Delays.Max, sample.Delays.Sum, out sketch);
    }

    public static ScoreRow ScoreOf(ProbeId probe, InfluxRow row) => new()
    {
        Probe = probe,
        MinuteMs = row.Whole("time") ?? 0,
        Score = new Score(Known(row, "score"), Known(row, "lo"), Known(row, "hi"), (ScoreState)(row.Whole("state") ?? 0)),
        Profile = row.Text("profile"),
        Apps = AppNames.All.Where(a => Known(row, a.Name()) is not null).ToDictionary(a => a.Name(), a => Known(row, a.Name())!.Value),
        Binding = AppNames.All.Where(a => row.Text(InfluxLines.BindingOf(a)).Length > 0).ToDictionary(a => a.Name(), a => row.Text(InfluxLines.BindingOf(a))),
        Segments = PerSegment.Of(name => Known(row, name)),
        Causes = PerCause.Of(name => Known(row, name)),
        NotAttributable = Known(row, "not_attributable"),
        Gap = row.Number("gap") is { } gap && gap != InfluxLines.UnknownGap ? gap : null,
        // Points of before the field was written were all made once, after their minute.
        Final = row.Whole("final") != 0,
        RevisedAtMs = Moment(row, "revised_ms"),
    };

    public static DayRow DayOf(ProbeId probe, InfluxRow row) => new()
    {
        Probe = probe,
        DayMs = row.Whole("time") ?? 0,
        Mean = Known(row, "mean"),
        Typical = Known(row, "typical"),
        Consistent = Known(row, "consistent"),
        Coverage = row.Number("coverage") ?? 0,
        ObservedSlots = (int)(row.Whole("observed") ?? 0),
        UnavailableSlots = (int)(row.Whole("unavailable") ?? 0),
        Outages = (int)(row.Whole("outages") ?? 0),
        RepairSeconds = row.Number("repair_s") ?? 0,
        FloorsMs = PerSegment.Of(name => Known(row, $"floor_{name}")),
        TypicalApps = PerApp.Of(app => Known(row, PerApp.TypicalOf(app))),
        Profile = row.Text("profile"),
        RevisedAtMs = Moment(row, "revised_ms"),
    };

    private static double? Known(InfluxRow row, string column) => row.Number(column) is { } value && value != InfluxLines.Unknown ? value : null;

    private static long? Moment(InfluxRow row, string column) => row.Whole(column) is > 0 and var at ? at : null;

    private static T Word<T>(string text) where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var word) ? word : default;
}

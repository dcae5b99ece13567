using System.Text;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Store.Influx;

/// <summary>
/// Rows as points of the measurements <c>window</c>, <c>score</c> and <c>day</c>. Tags name the series and nothing else; sequence, version and free text
/// are never tags. Timestamps are whole milliseconds.
/// </summary>
internal static class InfluxLines
{
    public static string Of(WindowRow row, bool numbersOnly)
    {
        var (text, sample) = (new StringBuilder(256), row.Sample);
        var line = new LineProtocol(text).Begin("window")
            .Tag("family", TestKey.Lower(row.Test.Family))
            .Tag("kind", TestKey.Lower(row.Test.Kind))
            .Tag("probe", row.Probe.Probe)
            .Tag("segment", TestKey.Lower(row.Test.Segment))
            .Tag("site", row.Site)
            .Tag("target", row.Test.Target)
            .Tag("tenant", row.Probe.Tenant)
            .Tag("test", row.Test.Alias.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (field, value) in SampleFields.Read(sample)) line.Field(field.Name, value);
        line.Field("lost", (long)sample.Lost).Field("length_ms", sample.Window.LengthMs).Field("trusted", row.TimeTrusted ? 1L : 0L);
        line.Field("seq", unchecked((long)row.Sequence)).Field("epoch", unchecked((long)row.StoreEpoch));
        if (WindowFigures.Of(sample.Delays) is { } figures)
        {
            line.Field("min", figures.Min).Field("mean", figures.Mean).Field("max", figures.Max);
            line.Field("p50", figures.P50).Field("p95", figures.P95).Field("p99", figures.P99).Field("pdv", figures.Pdv);
        }

        if (!numbersOnly) line.Field("sketch", Convert.ToBase64String(SketchBytes.Write(sample.Delays)));
        line.End(row.StartMs);
        return text.ToString();
    }

    public static string Of(ScoreRow row)
    {
        var text = new StringBuilder(160);
        var line = new LineProtocol(text).Begin("score").Tag("probe", row.Probe.Probe).Tag("tenant", row.Probe.Tenant);
        line.Field("state", (long)row.Score.State).Field("revised_ms", row.RevisedAtMs ?? 0);
        // A field that a later write leaves out would keep its old value, so an unknown number is written as one that no score can have.
        line.Field("score", row.Score.Value ?? Unknown).Field("lo", row.Score.Low ?? Unknown).Field("hi", row.Score.High ?? Unknown);
        foreach (var app in AppNames.All) line.Field(app.Name(), row.Apps.TryGetValue(app.Name(), out var points) ? points : Unknown);
        foreach (var app in AppNames.All) line.Field(BindingOf(app), row.Binding.GetValueOrDefault(app.Name(), ""));
        for (var i = 0; i < PerSegment.Names.Count; i++) line.Field(PerSegment.Names[i], row.Segments[i] ?? Unknown);
        for (var i = 0; i < PerCause.Names.Count; i++) line.Field(PerCause.Names[i], row.Causes?[i] ?? Unknown);
        line.Field("not_attributable", row.NotAttributable ?? Unknown).Field("gap", row.Gap ?? UnknownGap);
        line.Field("final", row.Final ? 1L : 0L).Field("profile", row.Profile);
        line.End(row.MinuteMs);
        return text.ToString();
    }

    public static string Of(DayRow row)
    {
        var text = new StringBuilder(160);
        var line = new LineProtocol(text).Begin("day").Tag("probe", row.Probe.Probe).Tag("tenant", row.Probe.Tenant);
        line.Field("mean", row.Mean ?? Unknown).Field("typical", row.Typical ?? Unknown).Field("consistent", row.Consistent ?? Unknown);
        line.Field("coverage", row.Coverage).Field("observed", (long)row.ObservedSlots).Field("unavailable", (long)row.UnavailableSlots);
        line.Field("outages", (long)row.Outages).Field("repair_s", row.RepairSeconds);
        for (var i = 0; i < PerSegment.Names.Count; i++) line.Field($"floor_{PerSegment.Names[i]}", row.FloorsMs[i] ?? Unknown);
        foreach (var app in AppNames.All) line.Field(PerApp.TypicalOf(app), row.TypicalApps[app] ?? Unknown);
        line.Field("profile", row.Profile).Field("revised_ms", row.RevisedAtMs ?? 0);
        line.End(row.DayMs);
        return text.ToString();
    }

    /// <summary>The field that names an app's binding metric; empty when there is none.</summary>
    public static string BindingOf(App app) => $"binding_{app.Name()}";

    /// <summary>Stands for "unknown" in fields that are never below 0.</summary>
    public const double Unknown = -1;

    /// <summary>Stands for "unknown" in a gap, which may well be below 0 but never near this.</summary>
    public const double UnknownGap = -1_000;
}

using System.Text;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Store.Influx;

/// <summary>
/// Rows as points of the measurements <c>window</c> and <c>score</c>. Tags name the series and nothing else; sequence, version and free text
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
        line.End(row.MinuteMs);
        return text.ToString();
    }

    /// <summary>Stands for "unknown" in a score's fields.</summary>
    public const double Unknown = -1;
}

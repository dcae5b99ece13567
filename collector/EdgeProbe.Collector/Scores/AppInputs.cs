using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>Which tests speak for an app, merged over the window.</summary>
/// <param name="Span">Null when nothing speaks for it.</param>
/// <param name="Coverage">Share of the expected attempts that were made, 0 to 1.</param>
/// <param name="Note">What stood in for what was missing, or why there is nothing.</param>
internal sealed record AppInputs(TestSpan? Span, double Coverage, string? Note)
{
    /// <summary>
    /// The way to what the customer pays for: the ladder's service point; without one the core reflector, which says less. One family, the
    /// one that answers most, since a program that meets a dead one uses the other.
    /// </summary>
    public static AppInputs EndToEnd(ScoreWindow window, IReadOnlyList<WindowRow> rows)
    {
        var service = Ladder(rows, Segment.Service);
        if (service.Count > 0) return Best(window, service, null);
        var core = Ladder(rows, Segment.Core);
        return core.Count > 0
            ? Best(window, core, "no service is on the ladder: measured to the core reflector, so the services' own part is missing")
            : new AppInputs(null, 0, "neither a service nor a core reflector was measured in the last five minutes");
    }

    public static AppInputs Web(ScoreWindow window, IReadOnlyList<WindowRow> rows)
    {
        List<WindowRow> checks = [.. rows.Where(r => r.Test.Kind == Kind.Http)];
        return checks.Count > 0 ? Best(window, checks, null) : new AppInputs(null, 0, "no HTTP check was made in the last five minutes");
    }

    private static List<WindowRow> Ladder(IEnumerable<WindowRow> rows, Segment segment) =>
        [.. rows.Where(r => r.Test.Segment == segment && r.Test.Kind is (Kind.Icmp or Kind.Tcp or Kind.Stamp))];

    private static AppInputs Best(ScoreWindow window, IReadOnlyList<WindowRow> rows, string? note)
    {
        var families = rows.GroupBy(r => r.Test.Family).Select(g => (Family: g.Key, Rows: g.ToList(), Span: TestSpan.Of(g)!)).ToList();
        var best = families.MaxBy(f => (f.Span.Sent == 0 ? 0 : (double)f.Span.Received / f.Span.Sent, f.Span.Sent));
        if (families.Count > 1 && families.Exists(f => f.Span.Sent > 0 && f.Span.Received == 0 && f.Family != best.Family))
            note = string.Join("; ", new[] { note, $"judged over IP{best.Family} alone: another family does not answer" }.OfType<string>());
        return new AppInputs(best.Span, CoverageOf(window, best.Span, best.Rows), note);
    }

    private static double CoverageOf(ScoreWindow window, TestSpan span, IReadOnlyList<WindowRow> rows)
    {
        var expected = window.Expected(rows.Select(r => r.Test).Distinct());
        if (expected > 0) return Math.Min(1, span.Sent / expected);
        var length = rows.Max(r => r.Sample.Window.LengthMs);
        return Math.Min(1, (double)span.Windows * length / ScoreWindow.LengthMs);
    }
}

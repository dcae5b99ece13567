using System.Globalization;
using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>Which tests speak for an app, merged over the window.</summary>
/// <param name="Span">Null when nothing speaks for it.</param>
/// <param name="Coverage">Share of the expected attempts that were made, 0 to 1.</param>
/// <param name="Note">What stood in for what was missing, or why there is nothing.</param>
internal sealed record AppInputs(TestSpan? Span, double Coverage, string? Note)
{
    /// <summary>
    /// The way to what the customer pays for: the services as they answer; when none does the core reflector, which says less. One family, the
    /// one that answers most, since a program that meets a dead one uses the other.
    /// </summary>
    public static AppInputs EndToEnd(ScoreWindow window, IReadOnlyList<WindowRow> rows)
    {
        var services = DeliveryPoint.Of(window, rows);
        if (services.Rows.Count > 0) return Best(window, services.Rows, services.Note);
        // The operator's own reflector is there to answer, so its silence is loss from the first day.
        List<WindowRow> core = [.. rows.Where(r => r.Test.Segment == Segment.Core && r.Test.Kind is (Kind.Icmp or Kind.Tcp or Kind.Stamp))];
        var without = services.Note ?? "no service is on the ladder";
        return core.Count > 0
            ? Best(window, core, $"{without}: measured to the core reflector, so the services' own part is missing")
            : new AppInputs(null, 0, services.Note ?? "neither a service nor a core reflector was measured in the last five minutes");
    }

    /// <summary>All HTTP checks of up to an hour. Those made while the line was down are left to the outage, which takes its own part.</summary>
    /// <param name="checks">Every check that was made.</param>
    /// <param name="up">Those of them that were made while there was a line.</param>
    public static AppInputs Web(ScoreWindow window, IReadOnlyList<WindowRow> checks, IReadOnlyList<WindowRow> up)
    {
        if (checks.Count == 0) return new AppInputs(null, 0, "no HTTP check was made in the last hour");
        var lookback = Math.Max(ScoreWindow.LengthMs, window.EndMs - checks.Min(r => r.StartMs));
        var best = Best(window, up, null);
        var family = checks.Where(r => r.Test.Family == best.Span!.Test.Family).ToList();
        var expected = window.Expected(family.Select(r => r.Test).Distinct(), lookback);
        var made = family.Sum(r => (long)r.Sample.Sent);
        // Without a known period only the share of the scoring window with checks can be told.
        var coverage = expected > 0 ? Math.Min(1, made / expected) : best.Coverage;
        return best with { Coverage = coverage, Note = Joined(WebWords(best.Span!.Sent, made, lookback), best.Note) };
    }

    private static string WebWords(long used, long made, long lookbackMs)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"from {used} checks of the last {(lookbackMs + 59_999) / 60_000} minutes");
        return made == used ? words : string.Create(CultureInfo.InvariantCulture, $"{words}, without {made - used} made while the line was down");
    }

    private static string Joined(params string?[] notes) => string.Join("; ", notes.OfType<string>());

    private static AppInputs Best(ScoreWindow window, IReadOnlyList<WindowRow> rows, string? note)
    {
        var families = rows.GroupBy(r => r.Test.Family).Select(g => (Family: g.Key, Rows: g.ToList(), Span: TestSpan.Of(g)!)).ToList();
        var best = families.MaxBy(f => (f.Span.Sent == 0 ? 0 : (double)f.Span.Received / f.Span.Sent, f.Span.Sent));
        if (families.Count > 1 && families.Exists(f => f.Span.Sent > 0 && f.Span.Received == 0 && f.Family != best.Family))
            note = Joined(note, $"judged over IP{best.Family} alone: another family does not answer");
        return new AppInputs(best.Span, CoverageOf(window, best.Span, best.Rows), note);
    }

    private static double CoverageOf(ScoreWindow window, TestSpan span, IReadOnlyList<WindowRow> rows)
    {
        var expected = window.Expected(rows.Select(r => r.Test).Distinct(), ScoreWindow.LengthMs);
        if (expected > 0) return Math.Min(1, span.Sent / expected);
        var length = rows.Max(r => r.Sample.Window.LengthMs);
        return Math.Min(1, (double)span.Windows * length / ScoreWindow.LengthMs);
    }
}

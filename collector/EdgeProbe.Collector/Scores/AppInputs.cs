using System.Globalization;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Collector.Scores;

/// <summary>Which tests speak for an app, merged over the window.</summary>
/// <param name="Span">Null when nothing speaks for it.</param>
/// <param name="Coverage">Share of the expected attempts that were made, 0 to 1.</param>
/// <param name="Note">What stood in for what was missing, or why there is nothing.</param>
/// <param name="ToService">False when the span ends at the operator's core, since no service speaks.</param>
internal sealed record AppInputs(TestSpan? Span, double Coverage, string? Note, bool ToService = true)
{
    private const string NoWeb = "no HTTP check was made in the last hour";

    /// <summary>
    /// The way to what the customer pays for: the services as they answer; when none does the core reflector, which says less. One family, the
    /// one that answers most, since a program that meets a dead one uses the other; of two that answer alike the one whose way is measured at
    /// more points, since it can be blamed in parts.
    /// </summary>
    public static AppInputs EndToEnd(ScoreWindow window, List<TestSpan> spans)
    {
        var services = DeliveryPoint.Of(window, spans);
        if (services.Tests.Count > 0) return Best(window, services.Tests, services.Note, spans);
        // The operator's own reflector is there to answer, so its silence is loss from the first day.
        List<TestSpan> core = [];
        foreach (var span in spans)
            if (Ladder.IsOn(span.Test, Segment.Core)) core.Add(span);
        var without = services.Note ?? "no service is on the ladder";
        return core.Count > 0
            ? Best(window, core, $"{without}: measured to the core reflector, so the services' own part is missing", spans) with { ToService = false }
            : new AppInputs(null, 0, services.Note ?? "neither a service nor a core reflector was measured in the last five minutes");
    }

    /// <summary>All HTTP checks of up to an hour. Those made while the line was down are left to the outage, which takes its own part.</summary>
    /// <param name="window">Whose checks they are.</param>
    /// <param name="checks">Every check that was made.</param>
    /// <param name="up">Those of them that were made while there was a line; the same list when all were.</param>
    public static AppInputs Web(ScoreWindow window, List<TestSpan> checks, List<TestSpan> up)
    {
        if (checks.Count == 0) return new AppInputs(null, 0, NoWeb);
        var oldest = window.EndMs;
        foreach (var test in checks) oldest = Math.Min(oldest, test.OldestMs);
        var lookback = Math.Max(ScoreWindow.LengthMs, window.EndMs - oldest);
        var best = Best(window, up, null, []);
        var (expected, made) = (0.0, 0L);
        foreach (var test in checks)
        {
            if (test.Test.Family != best.Span!.Test.Family) continue;
            expected += window.Expected(test.Test, lookback);
            made += test.Sent;
        }

        // Without a known period only the share of the scoring window with checks can be told.
        var coverage = expected > 0 ? Math.Min(1, made / expected) : best.Coverage;
        return best with { Coverage = coverage, Note = Joined(WebWords(best.Span!.Sent, made, lookback), best.Note) };
    }

    private static string WebWords(long used, long made, long lookbackMs)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"from {used} checks of the last {(lookbackMs + 59_999) / 60_000} minutes");
        return made == used ? words : string.Create(CultureInfo.InvariantCulture, $"{words}, without {made - used} made while the line was down");
    }

    private static string Joined(string? first, string? second) => first is null ? second ?? "" : second is null ? first : $"{first}; {second}";

    private static AppInputs Best(ScoreWindow window, List<TestSpan> tests, string? note, List<TestSpan> ladder)
    {
        var families = PerFamily(tests);
        var best = families[0];
        foreach (var family in families)
            if (family != best && Answers(family, best, ladder)) best = family;
        foreach (var family in families)
        {
            if (family is not { Sent: > 0, Received: 0 } || family == best) continue;
            note = Joined(note, $"judged over IP{best.Test.Family} alone: another family does not answer");
            break;
        }

        return new AppInputs(best, CoverageOf(window, best, tests), note);
    }

    // One span for each family; a family of one test is that test's.
    private static List<TestSpan> PerFamily(List<TestSpan> tests)
    {
        var (families, merged) = (new List<TestSpan>(2), 0U);
        foreach (var test in tests)
        {
            var place = families.FindIndex(f => f.Test.Family == test.Test.Family);
            if (place < 0)
            {
                families.Add(test);
                continue;
            }

            if ((merged & (1U << place)) == 0)
            {
                var all = new TestSpan(families[place].Test);
                all.Add(families[place]);
                families[place] = all;
                merged |= 1U << place;
            }

            families[place].Add(test);
        }

        return families;
    }

    private static bool Answers(TestSpan more, TestSpan than, List<TestSpan> ladder)
    {
        if (AnswerAlike(more, than) && PointsOf(more, ladder).CompareTo(PointsOf(than, ladder)) is not 0 and var points) return points > 0;
        return Share(more).CompareTo(Share(than)) is not 0 and var order ? order > 0
            : more.Sent != than.Sent ? more.Sent > than.Sent
            : more.Test.Family < than.Test.Family;
    }

    // What one lost more than the other may be chance: each one's share lies within the other's 95 % bounds, or the bounds meet.
    private static bool AnswerAlike(TestSpan a, TestSpan b)
    {
        if (a.Sent == 0 || b.Sent == 0) return false;
        var (one, other) = (Confidence.Wilson(a.Lost, a.Sent), Confidence.Wilson(b.Lost, b.Sent));
        return one.Low <= other.High && other.Low <= one.High;
    }

    // Points before the service that answer in its family.
    private static int PointsOf(TestSpan family, List<TestSpan> ladder)
    {
        var points = 0;
        foreach (var segment in (ReadOnlySpan<Segment>)[Segment.Lan, Segment.Access, Segment.Core])
        {
            foreach (var span in ladder)
            {
                if (span.Received == 0 || !Ladder.IsOn(span.Test, segment) || (span.Test.Family != family.Test.Family && span.Test.Family != IpFamily.Any)) continue;
                points++;
                break;
            }
        }

        return points;
    }

    private static double Share(TestSpan span) => span.Sent == 0 ? 0 : (double)span.Received / span.Sent;

    private static double CoverageOf(ScoreWindow window, TestSpan span, List<TestSpan> tests)
    {
        var expected = 0.0;
        foreach (var test in tests)
            if (test.Test.Family == span.Test.Family) expected += window.Expected(test.Test, ScoreWindow.LengthMs);
        return expected > 0 ? Math.Min(1, span.Sent / expected) : Math.Min(1, (double)span.Windows * span.LengthMs / ScoreWindow.LengthMs);
    }
}

using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// The points of the way as the window measured them, cumulative from the probe: gateway, access edge, core, and at last the very span that the
/// apps are judged by, so that its parts add up to what they lost. One family, that of the apps.
/// </summary>
/// <param name="Points">Of a point that was not measured it holds nothing of use.</param>
/// <param name="Measured">A bit for each point, gateway first.</param>
internal readonly record struct Ladder(BySegment<HopQuality> Points, int Measured)
{
    private const int Last = BySegment<double>.Count - 1;

    private BySegment<LossCount> Counts { get; init; }

    public static bool IsOn(TestKey test, Segment segment) => test.Segment == segment && test.Kind is (Kind.Icmp or Kind.Tcp or Kind.Stamp);

    /// <param name="window">Whose tests they are.</param>
    /// <param name="spans">The window's tests.</param>
    /// <param name="path">What the apps are judged by.</param>
    public static Ladder Of(ScoreWindow window, List<TestSpan> spans, AppInputs path)
    {
        var beyondAnswers = path.Span!.Received > 0;
        var core = path.ToService ? PointOf(window, spans, Segment.Core, path.Span, ref beyondAnswers) : null;
        var access = PointOf(window, spans, Segment.Access, path.Span, ref beyondAnswers);
        var gateway = PointOf(window, spans, Segment.Lan, path.Span, ref beyondAnswers);

        var (points, counts, measured, before) = (default(BySegment<HopQuality>), default(BySegment<LossCount>), 0, default(HopQuality));
        Put(0, gateway);
        Put(1, access);
        Put(2, core);
        Put(Last, path.Span);
        return new Ladder(points, measured) { Counts = counts };

        void Put(int point, TestSpan? span)
        {
            if (span is null) return;
            points[point] = before = Quality(span, before);
            counts[point] = new LossCount(span.Lost, span.Sent);
            measured |= 1 << point;
        }
    }

    // Of several targets on one point the one that answers best. A hop that never answers was not measured, and neither was one that keeps
    // silent while what lies behind it answers.
    private static TestSpan? PointOf(ScoreWindow window, List<TestSpan> spans, Segment segment, TestSpan path, ref bool beyondAnswers)
    {
        TestSpan? best = null;
        foreach (var span in spans)
        {
            if (!IsOn(span.Test, segment) || span.Sent == 0 || (span.Test.Family != path.Test.Family && span.Test.Family != IpFamily.Any)) continue;
            if (span.Received == 0 && (beyondAnswers || !window.Answered.Contains(span.Test))) continue;
            if (best is null || Answers(span, best)) best = span;
        }

        beyondAnswers |= best is { Received: > 0 };
        return best;
    }

    // Of equals the one of the lower alias, so that the order of the rows does not matter.
    private static bool Answers(TestSpan more, TestSpan than) =>
        more.LossShare != than.LossShare ? more.LossShare < than.LossShare
        : more.Sent != than.Sent ? more.Sent > than.Sent
        : more.Test.Alias < than.Test.Alias;

    /// <summary>
    /// A bit for each point, gateway first, that loses more than the one before it by more than chance. No point is worse than what lies behind
    /// it. Points see different packets, so a difference of a few lost ones names nobody.
    /// </summary>
    public int ProvenLoss
    {
        get
        {
            var clamped = Counts;
            var behind = clamped[Last];
            for (var point = Last - 1; point >= 0; point--)
            {
                if ((Measured & (1 << point)) == 0) continue;
                if (clamped[point].Share > behind.Share) clamped[point] = behind;
                behind = clamped[point];
            }

            var (proven, before) = (0, (LossCount?)null);
            for (var point = 0; point <= Last; point++)
            {
                if ((Measured & (1 << point)) == 0) continue;
                var here = clamped[point];
                // Before the first point nothing is lost; it is tested as if as many had gone there.
                var nearer = before ?? new LossCount(0, here.Sent);
                if (Confidence.IsHigher(here.Lost, here.Sent, nearer.Lost, nearer.Sent)) proven |= 1 << point;
                before = here;
            }

            return proven;
        }
    }

    private readonly record struct LossCount(long Lost, long Sent)
    {
        public double Share => Sent == 0 ? 0 : (double)Lost / Sent;
    }

    /// <summary>Which part of the way is down now, by the loss at the points.</summary>
    public FaultVerdict Fault
    {
        get
        {
            Span<double?> loss = [LossAt(0), LossAt(1), LossAt(2), LossAt(Last)];
            return FaultSegment.Of(loss);
        }
    }

    private double? LossAt(int point) => (Measured & (1 << point)) != 0 ? Points[point].Loss : null;

    // Delays of a point that did not answer at all are not known; it is taken for as near as the one before, and its loss says the rest.
    private static HopQuality Quality(TestSpan span, HopQuality before)
    {
        if (span.Delays.Count == 0) return before with { Loss = span.LossShare, Late = 0 };
        var delays = span.Delays;
        return new HopQuality(
            delays.Min / 1000.0, Ms(delays, 0.5), Ms(delays, 0.95), Ms(delays, 0.99), span.LossShare, span.LateShare);
    }

    private static double Ms(DelaySketch delays, double share) => delays.Quantile(share)!.Value / 1000;
}

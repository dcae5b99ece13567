using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// Where the trouble lies, by the ladder alone: the segment that is down, else the one that clearly adds most loss or, without loss, most
/// delay. Null when it is not clear: nobody is sent out on a guess.
/// </summary>
internal static class WorstSegment
{
    // What a segment must add to be worth naming, and how far ahead of the next it must be.
    private const double NotableLoss = 0.01;
    private const double NotableDelayMs = 30;
    private const double ClearlyMore = 2;

    private static readonly Segment[] Outward = [Segment.Lan, Segment.Access, Segment.Core, Segment.Service];

    public static Segment? Of(IReadOnlyList<WindowRow> rows)
    {
        var points = Outward.Select(segment => TestSpan.Of(LadderRows(rows, segment))).ToArray();
        var verdict = FaultSegment.Of([.. points.Select(p => p is { Sent: > 0 } ? p.LossShare : (double?)null)]);
        if (verdict.Kind == FaultVerdictKind.Down) return verdict.First == verdict.Last ? verdict.First : null;
        return Clearest(Added(points, p => p.LossShare), NotableLoss) ?? Clearest(Added(points, p => (p.Delays.Quantile(0.95) ?? 0) / 1000), NotableDelayMs);
    }

    private static IEnumerable<WindowRow> LadderRows(IEnumerable<WindowRow> rows, Segment segment) =>
        rows.Where(r => r.Test.Segment == segment && r.Test.Kind is (Kind.Icmp or Kind.Tcp or Kind.Stamp));

    // What each measured point adds to the one before it, after the far-to-near clamp: no hop is worse than what lies behind it.
    private static List<(Segment Segment, double Added)> Added(TestSpan?[] points, Func<TestSpan, double> value)
    {
        var values = points.Select(p => p is { Sent: > 0 } ? value(p) : (double?)null).ToArray();
        for (var (i, behind) = (values.Length - 1, double.PositiveInfinity); i >= 0; i--)
            if (values[i] is { } here) values[i] = behind = Math.Min(here, behind);
        var added = new List<(Segment, double)>();
        for (var (i, before) = (0, 0.0); i < values.Length; i++)
        {
            if (values[i] is not { } here) continue;
            // Behind an unmeasured hop the addition belongs to two segments, so it names neither.
            added.Add((i > 0 && values[i - 1] is null ? Segment.None : Outward[i], here - before));
            before = here;
        }

        return added;
    }

    private static Segment? Clearest(List<(Segment Segment, double Added)> additions, double notable)
    {
        var ordered = additions.OrderByDescending(a => a.Added).ToList();
        if (ordered.Count == 0 || ordered[0].Added < notable || ordered[0].Segment == Segment.None) return null;
        return ordered.Count == 1 || ordered[0].Added >= ClearlyMore * ordered[1].Added ? ordered[0].Segment : null;
    }
}

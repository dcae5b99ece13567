using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>One part of the way: its name (<c>access+core</c> for what could not be told apart), points it cost, and the delay in milliseconds that it cannot go below.</summary>
public sealed record BlamedSegmentView(string Segment, double Points, double? FloorMs);

/// <summary>One kind of trouble and the points it cost.</summary>
public sealed record BlamedCauseView(string Cause, double Points);

/// <summary>The score cut: 100 = score + the segments' points + what nobody can repair. The causes cut the same loss by what it was.</summary>
public sealed record BlameView(
    double Score, double BestPossible, double NotAttributable, IReadOnlyList<BlamedSegmentView> Segments, IReadOnlyList<BlamedCauseView> Causes)
{
    /// <summary>Null while there is no score or no way to cut it.</summary>
    internal static BlameView? Of(ProbeBlame? blame) => blame is null ? null : new BlameView(
        blame.Report.Score,
        blame.Report.BestPossible,
        blame.Report.NotAttributable,
        [.. blame.Groups.Select(group => new BlamedSegmentView(group.Name, group.Points, blame.FloorsMs[(int)group.First - 1]))],
        [.. PerCause.Names.Select((name, i) => new BlamedCauseView(name, blame.Causes[i]))]);
}

/// <summary>A minute's points by segment; null where a segment's part is in the one before it, all null when the score could not be cut.</summary>
public sealed record SegmentPointsView(double? Lan, double? Access, double? Core, double? Service)
{
    internal static SegmentPointsView Of(PerSegment points) => new(points.Lan, points.Access, points.Core, points.Service);
}

/// <summary>A minute's points by kind of trouble; all null when the score could not be cut.</summary>
public sealed record CausePointsView(double? Delay, double? Tail, double? Loss, double? Speed, double? Server, double? Outage)
{
    internal static CausePointsView Of(PerCause? points) =>
        new(points?.Delay, points?.Tail, points?.Loss, points?.Speed, points?.Server, points?.Outage);
}

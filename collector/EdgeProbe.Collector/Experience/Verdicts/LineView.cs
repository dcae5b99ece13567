using EdgeProbe.Contract;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Experience.Verdicts;

/// <summary>What a verdict is made from: a probe's newest score and how it was cut.</summary>
/// <param name="EndMs">The score's end, Unix milliseconds.</param>
/// <param name="Shares">Empty when the score could not be cut.</param>
/// <param name="Fault">What is down now.</param>
/// <param name="Cause">The kind of trouble that cost most, of at least a point.</param>
/// <param name="NotAttributable">Points of distance; null when the score could not be cut.</param>
public sealed record LineView(
    ProbeId Probe, long EndMs, Score Score, IReadOnlyList<SegmentShare> Shares, FaultVerdict Fault, Cause? Cause, double? NotAttributable)
{
    /// <summary>Points that the access line cost by itself; null when that is not known.</summary>
    public double? AccessPoints
    {
        get
        {
            foreach (var share in Shares)
                if (share is { First: Segment.Access, Last: Segment.Access }) return share.Points;
            return null;
        }
    }
}

using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Scores;

/// <summary>A score cut by segments and by causes: 100 = score + segments + what nobody can repair.</summary>
/// <param name="Report">The cut; its score is the composite that is shown.</param>
/// <param name="FloorsMs">Delay in milliseconds that each segment cannot go below; null where it is part of the segment before it.</param>
/// <param name="EvidenceIsThin">The packets on the way are too few, too old or too uneven to say where points were lost.</param>
/// <param name="Note">What could not be told apart; null when all could.</param>
public sealed record ProbeBlame(BlameReport Report, PerSegment FloorsMs, bool EvidenceIsThin, string? Note)
{
    /// <summary>A bit for each point of the way, gateway first, that loses more than the one before it by more than chance.</summary>
    public int ProvenLoss { get; init; }

    /// <summary>Segments as they could be told apart, home outward, with the points of each.</summary>
    public IReadOnlyList<SegmentShare> Groups => Report.Groups;

    /// <summary>Points by segment; null where a segment's part is in the one before it.</summary>
    public PerSegment Segments => new(PointsOf(Segment.Lan), PointsOf(Segment.Access), PointsOf(Segment.Core), PointsOf(Segment.Service));

    public PerCause Causes => new(Part(Cause.Delay), Part(Cause.Tail), Part(Cause.Loss), Part(Cause.Speed), Part(Cause.Server), Part(Cause.Outage));

    /// <summary>What cost most, when it cost a point or more; the first of equals.</summary>
    public SegmentShare? Primary
    {
        get
        {
            SegmentShare? largest = null;
            foreach (var group in Groups)
                if (group.Points >= Verdict.LeastPoints && (largest is null || group.Points > largest.Value.Points)) largest = group;
            return largest;
        }
    }

    /// <summary>Points were lost, and the evidence does not say where: it is thin, or the two largest shares lie within three points.</summary>
    public bool CannotTell
    {
        get
        {
            if (Primary is not { } primary) return false;
            if (EvidenceIsThin) return true;
            foreach (var group in Groups)
                if (group.First != primary.First && primary.Points - group.Points < Verdict.ClearLead) return true;
            return false;
        }
    }

    private double Part(Cause cause) => Report.CausePoints[(int)cause];

    private double? PointsOf(Segment first)
    {
        foreach (var group in Groups)
            if (group.First == first) return group.Points;
        return null;
    }
}

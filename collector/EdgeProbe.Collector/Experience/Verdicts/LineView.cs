using EdgeProbe.Collector.Scores;
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
    /// <summary>A bit for each point of the way, gateway first, that loses more than the one before it by more than chance.</summary>
    public int ProvenLoss { get; init; } = ~0;

    /// <summary>Where loss cost most, whether a share is more than chance. What costs otherwise is seen in every packet.</summary>
    public bool IsProven(SegmentShare share) => Cause != Scoring.Blame.Cause.Loss || (ProvenLoss & (1 << ((int)share.Last - 1))) != 0;

    /// <summary>What there is to judge of a score.</summary>
    public static LineView Of(ProbeId probe, ProbeScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        // An outage that goes on is known by its slots long before it fills the window.
        var fault = score.DownNow is { } down ? new FaultVerdict(FaultVerdictKind.Down, down, down) : score.Fault;
        if (score.Blame is not { } blame) return new LineView(probe, score.EndMs, score.Score, [], fault, null, null);
        var causes = blame.Report.CausePoints;
        var worst = 0;
        for (var i = 1; i < causes.Count; i++)
            if (causes[i] > causes[worst]) worst = i;
        return new LineView(
            probe, score.EndMs, score.Score with { State = StateOf(score, blame) }, blame.Groups, fault, causes[worst] >= Verdict.LeastPoints ? (Cause)worst : null, blame.Report.NotAttributable)
        {
            ProvenLoss = blame.ProvenLoss,
        };
    }

    // Whether there is enough to blame somebody is a matter of the packets on the way, not of every app: docs/decisions/blame-live.md.
    private static ScoreState StateOf(ProbeScore score, ProbeBlame blame) => score.Score.State switch
    {
        ScoreState.NoData or ScoreState.Stale => score.Score.State,
        _ when blame.EvidenceIsThin => ScoreState.Insufficient,
        ScoreState.Insufficient => ScoreState.Provisional,
        var state => state,
    };

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

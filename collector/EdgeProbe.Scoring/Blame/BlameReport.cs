using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Blame;

/// <summary>What kind of trouble cost points.</summary>
public enum Cause : byte { Delay, Tail, Loss, Speed, Server, Outage }

/// <summary>
/// Where the points went: <c>100 = Score + sum of SegmentPoints + NotAttributable</c>, exactly. What no segment can repair (distance, a
/// satellite) is not attributable. <see cref="CausePoints"/> answers *what* where the segments answer *where*.
/// </summary>
public sealed record BlameReport(
    double Score,
    double BestPossible,
    BySegment<double> SegmentPoints,
    IReadOnlyList<double> CausePoints,
    Segment? Primary,
    AppPointsSet Apps)
{
    // Under one point there is nobody to blame.
    private const double LeastBlame = 1;

    public double NotAttributable => 100 - BestPossible;

    public static BlameReport Of(ScoreProfile profile, BlameInputs inputs)
    {
        var model = new BlameModel(profile, inputs);
        var shares = Shapley.Shares(BySegment<double>.Count, model.Score);
        var points = default(BySegment<double>);
        shares.CopyTo(points);
        var largest = shares.Max();
        return new BlameReport(
            model.Score(0),
            model.Score((1 << BySegment<double>.Count) - 1),
            points,
            Shapley.Shares(Enum.GetValues<Cause>().Length, model.ScoreWithout),
            largest >= LeastBlame ? (Segment)(Array.IndexOf(shares, largest) + 1) : null,
            model.Apps(0, out _));
    }
}

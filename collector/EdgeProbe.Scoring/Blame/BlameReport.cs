using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Blame;

/// <summary>What kind of trouble cost points.</summary>
public enum Cause : byte { Delay, Tail, Loss, Speed, Server, Outage }

/// <summary>
/// Where the points went: <c>100 = Score + sum of SegmentPoints + NotAttributable</c>, exactly. What no segment can repair (distance, a
/// satellite) is not attributable. <see cref="CausePoints"/> answers *what* where the segments answer *where*.
/// </summary>
/// <param name="SegmentPoints">Points of each segment; of segments that are blamed as one (<see cref="Groups"/>) all stand at the first.</param>
public sealed record BlameReport(
    double Score,
    double BestPossible,
    BySegment<double> SegmentPoints,
    IReadOnlyList<double> CausePoints,
    Segment? Primary,
    AppPointsSet Apps)
{
    public double NotAttributable => 100 - BestPossible;

    /// <summary>Segments as they could be told apart, home outward.</summary>
    public IReadOnlyList<SegmentShare> Groups { get; init; } = [];

    /// <exception cref="ArgumentException">The service was not measured, so there is no way to cut.</exception>
    public static BlameReport Of(ScoreProfile profile, BlameInputs inputs)
    {
        if ((inputs.Measured & (1 << (BySegment<double>.Count - 1))) == 0) throw new ArgumentException("without the service there is no way to cut", nameof(inputs));
        var model = new BlameModel(profile, inputs);
        var groups = Grouping.Of(inputs.Measured);
        Span<double> scores = stackalloc double[1 << groups.Length];
        for (var set = 0; set < scores.Length; set++) scores[set] = model.Score(Grouping.Members(groups, set));
        if (inputs.RepairNeverHarms) Best(scores);
        Span<double> shares = stackalloc double[groups.Length];
        Shapley.Share(scores, shares);
        return Of(model, groups, scores, shares, inputs.RepairNeverHarms);
    }

    private static BlameReport Of(in BlameModel model, SegmentShare[] groups, ReadOnlySpan<double> scores, ReadOnlySpan<double> shares, bool neverHarms)
    {
        Span<double> without = stackalloc double[1 << BlameModel.Causes];
        model.ScoresWithout(without);
        if (neverHarms) Best(without);
        var causes = new double[BlameModel.Causes];
        Shapley.Share(without, causes);

        var points = default(BySegment<double>);
        var largest = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = groups[i] with { Points = shares[i] };
            points[(int)groups[i].First - 1] = shares[i];
            if (shares[i] > shares[largest]) largest = i;
        }

        var primary = shares[largest] >= Verdict.LeastPoints ? groups[largest].First : (Segment?)null;
        return new BlameReport(scores[0], scores[^1], points, causes, primary, model.Apps(0, out _)) { Groups = groups };
    }

    // The best that any part of a set of repairs gives.
    private static void Best(Span<double> scores)
    {
        for (var set = 1; set < scores.Length; set++)
        {
            for (var one = 1; one <= set; one <<= 1)
                if ((set & one) != 0) scores[set] = Math.Max(scores[set], scores[set & ~one]);
        }
    }
}

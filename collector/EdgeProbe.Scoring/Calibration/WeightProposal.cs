using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Calibration;

/// <summary>What a customer said once and how each app scored then.</summary>
/// <param name="Customer">Whose; what one customer said is never split between learning and checking.</param>
/// <param name="Rating">0 to 100.</param>
/// <param name="Apps">0 to 100 in the order of <see cref="AppNames.All"/>; null where an app was not measured.</param>
public sealed record RatedApps(int Customer, double Rating, IReadOnlyList<double?> Apps);

/// <summary>
/// Persona weights that follow what customers said better than the present ones, if there are any. Weights are fitted by non-negative least
/// squares with a ridge that holds them to the present ones, and must prove themselves on customers that they were not fitted to. A
/// proposal is only that: a person accepts it as a new profile version, or not.
/// </summary>
/// <param name="Weights">In the order of <see cref="AppNames.All"/>, sum 1, steps of 0.001; null when nothing is proposed.</param>
/// <param name="Gain">Share by which the squared error on unseen customers shrinks, up to 1; null when it could not be checked.</param>
/// <param name="Low">95 % interval of <paramref name="Gain"/> over customers, by the normal distribution.</param>
/// <param name="Reason">Why it is proposed, or why not, in one sentence.</param>
public sealed record WeightProposal(IReadOnlyList<double>? Weights, int Customers, int Ratings, double? Gain, double? Low, double? High, string Reason)
{
    /// <summary>Customers needed: six weights from fewer would be noise.</summary>
    public const int FewestCustomers = 100;

    /// <summary>Parts that customers are divided into; each is foretold from the others.</summary>
    public const int Folds = 5;

    // An app that was rarely measured keeps its weight: nothing was learned of it.
    private const double LeastMeasured = 0.5;

    public static WeightProposal Of(Persona present, IReadOnlyList<RatedApps> ratings)
    {
        var fitted = AppNames.All.Where(app => ratings.Count > 0 && ratings.Count(r => r.Apps[(int)app] is not null) >= LeastMeasured * ratings.Count).ToList();
        var usable = ratings.Where(r => fitted.TrueForAll(app => r.Apps[(int)app] is not null)).ToList();
        var customers = usable.Select(r => r.Customer).Distinct().Order().ToList();
        if (fitted.Count < 2 || customers.Count < FewestCustomers)
            return Nothing(customers.Count, usable.Count, $"Too few: {customers.Count} customers have rated while at least two apps were measured, and {FewestCustomers} are needed.");

        var fit = new WeightFit(present, fitted);
        var fold = customers.Select((customer, i) => (customer, i)).ToDictionary(c => c.customer, c => c.i % Folds);
        var gains = new List<(double Before, double After)>();
        for (var k = 0; k < Folds; k++)
        {
            var (learned, unseen) = (usable.Where(r => fold[r.Customer] != k).ToList(), usable.Where(r => fold[r.Customer] == k));
            var (before, after) = (fit.Foretell(fit.Present, learned), fit.Foretell(fit.Of(learned), learned));
            gains.AddRange(unseen.GroupBy(r => r.Customer).Select(c => (c.Average(r => Square(r.Rating - before(r))), c.Average(r => Square(r.Rating - after(r))))));
        }

        var (gain, low, high) = Interval(gains);
        if (!(low > 0))
            return Nothing(customers.Count, usable.Count, "The present weights stand: no others were clearly better on customers that they were not fitted to.") with { Gain = gain, Low = low, High = high };
        var words = FormattableString.Invariant($"On customers that they were not fitted to these weights foretell ratings better: {100 * gain:0.#} % less squared error.");
        return new WeightProposal(fit.Rounded(fit.Of(usable)), customers.Count, usable.Count, gain, low, high, words);
    }

    private static (double? Gain, double? Low, double? High) Interval(List<(double Before, double After)> gains)
    {
        var before = gains.Average(g => g.Before);
        if (before <= 0) return (null, null, null);
        var mean = gains.Average(g => g.Before - g.After);
        var deviation = Math.Sqrt(gains.Sum(g => Square(g.Before - g.After - mean)) / (gains.Count - 1));
        var half = Gaussian.Z95 * deviation / Math.Sqrt(gains.Count);
        return (mean / before, (mean - half) / before, (mean + half) / before);
    }

    private static WeightProposal Nothing(int customers, int ratings, string reason) => new(null, customers, ratings, null, null, null, reason);

    private static double Square(double value) => value * value;
}

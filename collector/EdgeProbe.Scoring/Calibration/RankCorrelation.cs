using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Calibration;

/// <summary>
/// Spearman's rank correlation of two measures of the same customers, ties by mean ranks, with a 95 % interval by Fisher's z and the variance
/// of Bonett and Wright (2000), (1 + rho²/2) / (n - 3). One pair for each customer: several of one customer are no independent draws.
/// </summary>
/// <param name="Rho">-1 to 1; null under <see cref="Fewest"/> pairs, or when one of the two never varies.</param>
public readonly record struct RankCorrelation(int Count, double? Rho, double? Low, double? High)
{
    /// <summary>Under this many customers the interval is so wide that a number would mislead.</summary>
    public const int Fewest = 30;

    /// <exception cref="ArgumentException">The two are not equally long.</exception>
    public static RankCorrelation Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"there are {x.Count} values of the one and {y.Count} of the other", nameof(y));
        if (x.Count < Fewest || Pearson(Ranks(x), Ranks(y)) is not { } rho) return new RankCorrelation(x.Count, null, null, null);
        // A perfect order has no finite z; what is said of it is as good as the last step before it.
        var z = Math.Atanh(Math.Clamp(rho, -1 + 1e-12, 1 - 1e-12));
        var half = Gaussian.Z95 * Math.Sqrt((1 + rho * rho / 2) / (x.Count - 3));
        return new RankCorrelation(x.Count, rho, Math.Min(rho, Math.Tanh(z - half)), Math.Max(rho, Math.Tanh(z + half)));
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]]) end++;
            for (var i = first; i < end; i++) ranks[order[i]] = (first + end + 1) / 2.0;
            first = end;
        }

        return ranks;
    }

    private static double? Pearson(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
        }

        return xx == 0 || yy == 0 ? null : Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
    }
}

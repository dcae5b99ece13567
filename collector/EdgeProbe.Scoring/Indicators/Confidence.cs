namespace EdgeProbe.Scoring.Indicators;

/// <summary>What a number of observations can and cannot say, at 95 %.</summary>
public static class Confidence
{
    /// <summary>How often, in percent, what is true lies inside the bounds given here.</summary>
    public const double Percent = 95;

    /// <summary>Wilson's score interval of a share; [0, 1] when nothing was observed.</summary>
    public static (double Low, double High) Wilson(long hits, long observed)
    {
        if (observed == 0) return (0, 1);
        const double z = Gaussian.Z95;
        var n = (double)observed;
        var p = hits / n;
        var d = 1 + z * z / n;
        var centre = (p + z * z / (2 * n)) / d;
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d;
        return (hits == 0 ? 0 : Math.Max(0, centre - half), hits == observed ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>Ranks (from 1) between which the true <paramref name="share"/> quantile lies, by order statistics.</summary>
    public static (long Low, long High) QuantileRanks(long observed, double share)
    {
        var half = Gaussian.Z95 * Math.Sqrt(observed * share * (1 - share));
        return (Math.Max(1, (long)Math.Floor(observed * share - half)), Math.Min(observed, (long)Math.Ceiling(observed * share + half) + 1));
    }

    /// <summary>Fewest observations whose maximum bounds the <paramref name="share"/> quantile (Wilks): 59 for P95, 299 for P99.</summary>
    public static int FewestFor(double share) => (int)Math.Ceiling(Math.Log(0.05) / Math.Log(share) - 1e-12);
}

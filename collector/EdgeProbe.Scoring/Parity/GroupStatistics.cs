using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Parity;

/// <summary>How two groups of values differ, without assuming a distribution. One value for each customer, never for each window.</summary>
public static class GroupStatistics
{
    /// <summary>Cliff's delta, -1 to 1: how much more often a value of the first group exceeds one of the second than the reverse.</summary>
    public static double CliffsDelta(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var sorted = Sorted(b);
        long difference = 0;
        foreach (var x in a)
        {
            var (below, upTo) = Ranks(sorted, x);
            difference += below - (sorted.Length - upTo);
        }

        return (double)difference / ((long)a.Count * b.Count);
    }

    /// <summary>Hodges-Lehmann shift: the median of all differences, in points.</summary>
    public static double HodgesLehmann(IReadOnlyList<double> a, IReadOnlyList<double> b) => Differences.Median(Sorted(a), Sorted(b));

    /// <summary>Mann-Whitney's z with the correction for ties; 0 when all values are the same.</summary>
    public static double MannWhitneyZ(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double n = a.Count, m = b.Count, total = n + m;
        var sorted = Sorted(b);
        // In halves, so that it stays whole.
        long halves = 0;
        foreach (var x in a)
        {
            var (below, upTo) = Ranks(sorted, x);
            halves += 2L * below + (upTo - below);
        }

        var ties = a.Concat(b).CountBy(value => value).Sum(tie => Math.Pow(tie.Value, 3) - tie.Value);
        var variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)));
        return variance <= 0 ? 0 : (halves / 2.0 - n * m / 2) / Math.Sqrt(variance);
    }

    /// <summary>Quantile by linear interpolation (Hyndman and Fan, type 7).</summary>
    public static double Quantile(IReadOnlyList<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var position = (sorted.Length - 1) * share;
        var below = (int)Math.Floor(position);
        return sorted[below] + (position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }

    /// <summary>Significant at 95 %, two-sided.</summary>
    public static bool IsSignificant(double z) => Math.Abs(z) >= Gaussian.Z95;

    private static double[] Sorted(IReadOnlyList<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>How many of the sorted values lie below x, and how many do not lie above it.</summary>
    private static (int Below, int UpTo) Ranks(double[] sorted, double x) => (First(sorted, x, above: false), First(sorted, x, above: true));

    // The first value that is at least x, or the first above it.
    private static int First(double[] sorted, double x, bool above)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (above ? sorted[middle] > x : sorted[middle] >= x) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}

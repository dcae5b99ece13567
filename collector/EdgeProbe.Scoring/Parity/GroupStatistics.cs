using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Parity;

/// <summary>How two groups of values differ, without assuming a distribution. One value for each customer, never for each window.</summary>
public static class GroupStatistics
{
    /// <summary>Cliff's delta, -1 to 1: how much more often a value of the first group exceeds one of the second than the reverse.</summary>
    public static double CliffsDelta(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        long difference = 0;
        foreach (var x in a)
        {
            foreach (var y in b) difference += x.CompareTo(y) is var order && order > 0 ? 1 : order < 0 ? -1 : 0;
        }

        return (double)difference / ((long)a.Count * b.Count);
    }

    /// <summary>Hodges-Lehmann shift: the median of all differences, in points.</summary>
    public static double HodgesLehmann(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var differences = new double[a.Count * b.Count];
        var next = 0;
        foreach (var x in a)
        {
            foreach (var y in b) differences[next++] = x - y;
        }

        Array.Sort(differences);
        return Median(differences);
    }

    /// <summary>Mann-Whitney's z with the correction for ties; 0 when all values are the same.</summary>
    public static double MannWhitneyZ(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double n = a.Count, m = b.Count, total = n + m;
        var u = 0.0;
        foreach (var x in a)
        {
            foreach (var y in b) u += x > y ? 1 : x < y ? 0 : 0.5;
        }

        var ties = a.Concat(b).CountBy(value => value).Sum(tie => Math.Pow(tie.Value, 3) - tie.Value);
        var variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)));
        return variance <= 0 ? 0 : (u - n * m / 2) / Math.Sqrt(variance);
    }

    /// <summary>Quantile by linear interpolation (Hyndman and Fan, type 7).</summary>
    public static double Quantile(IReadOnlyList<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var position = (sorted.Length - 1) * share;
        var below = (int)Math.Floor(position);
        return sorted[below] + (position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }

    private static double Median(double[] sorted)
    {
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Significant at 95 %, two-sided.</summary>
    public static bool IsSignificant(double z) => Math.Abs(z) >= Gaussian.Z95;
}

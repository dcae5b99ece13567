namespace EdgeProbe.Capture.Truth.Truths;

internal static class Percentiles
{
    /// <summary>The smallest value that at least so many percent do not exceed; null of nothing.</summary>
    public static double? NearestRank(IEnumerable<double> values, int percent)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return null;
        var rank = Math.Max(1, ((percent * sorted.Length) + 99) / 100);
        return sorted[rank - 1];
    }
}

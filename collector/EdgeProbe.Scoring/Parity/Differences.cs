namespace EdgeProbe.Scoring.Parity;

/// <summary>
/// The differences of all pairs of two sorted groups, without making them: 5,000 by 5,000 would be 25 million. How many do not exceed a
/// value is counted in one walk along both groups, since differences grow along one and shrink along the other; rounding keeps that order.
/// </summary>
internal static class Differences
{
    /// <summary>Median of x - y over all pairs; of an even number the mean of the two in the middle.</summary>
    public static double Median(double[] a, double[] b)
    {
        var count = (long)a.Length * b.Length;
        var middle = count / 2;
        return count % 2 == 1 ? AtRank(a, b, middle) : (AtRank(a, b, middle - 1) + AtRank(a, b, middle)) / 2;
    }

    // Bisects over the doubles themselves, which are 64 bits, so that the answer is one of the differences to the last bit.
    // Ends: each step halves the doubles that are left, 64 at most.
    private static double AtRank(double[] a, double[] b, long rank)
    {
        var (low, high) = (Ordered(a[0] - b[^1]), Ordered(a[^1] - b[0]));
        while (low < high)
        {
            var middle = (low & high) + ((low ^ high) >> 1);
            if (CountUpTo(a, b, Double(middle)) > rank) high = middle;
            else low = middle + 1;
        }

        return Double(low);
    }

    private static long CountUpTo(double[] a, double[] b, double limit)
    {
        long count = 0;
        var first = 0;
        foreach (var x in a)
        {
            while (first < b.Length && x - b[first] > limit) first++;
            count += b.Length - first;
        }

        return count;
    }

    // Whole numbers in the order of the doubles that they stand for.
    private static long Ordered(double value) => BitConverter.DoubleToInt64Bits(value) is var bits && bits >= 0 ? bits : long.MinValue - bits;

    private static double Double(long ordered) => BitConverter.Int64BitsToDouble(ordered >= 0 ? ordered : long.MinValue - ordered);
}

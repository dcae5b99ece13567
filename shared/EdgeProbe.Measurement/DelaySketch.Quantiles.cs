namespace EdgeProbe;

/// <summary>Reading a sketch: quantiles by rank, between the true minimum and maximum.</summary>
public sealed partial class DelaySketch
{
    /// <summary>
    /// The <paramref name="share"/> quantile in microseconds, by the smallest rank that covers it; 0 and 1 are the true minimum and
    /// maximum. Off by at most 1.083 % either way. Null while empty.
    /// </summary>
    public double? Quantile(double share)
    {
        if (Count == 0) return null;
        if (share <= 0) return Min;
        if (share >= 1) return Max;
        // The small constant keeps a product such as 0.95 * 20 = 19.000000000000004 from claiming the next rank.
        return AtRank(Math.Max(1, (long)Math.Ceiling(share * Count - 1e-9)));
    }

    /// <summary>The delay of the <paramref name="rank"/>-th smallest (from 1), in microseconds; null while empty.</summary>
    public double? AtRank(long rank)
    {
        if (Count == 0) return null;
        var seen = Zero;
        if (rank <= seen) return Min;
        var buckets = Buckets;
        for (var i = 0; i < buckets.Length; i++)
        {
            seen += buckets[i];
            if (seen >= rank) return Math.Clamp(EstimateOf(FirstIndex + i), Min, Max);
        }

        return Max;
    }
}

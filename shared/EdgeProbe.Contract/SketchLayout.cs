namespace EdgeProbe.Contract;

/// <summary>
/// A sketch as spans and counts: <c>(start, length), (gap, length)...</c> and the counts of all spans in a row. An empty bucket inside a
/// span costs one byte and a new span two, so a gap of one bucket is bridged; wider gaps too, should the spans be more than allowed.
/// </summary>
internal static class SketchLayout
{
    private const int NarrowestGap = 2;

    /// <exception cref="ArgumentException">The sketch cannot be written within the contract's limits.</exception>
    public static void Write(ref ProtoWriter writer, DelaySketch delays)
    {
        var buckets = delays.Buckets;
        if (buckets.IsEmpty) return;
        var gap = NarrowestGap;
        while (SpansOf(buckets, gap) > ContractLimits.MaxSpans) gap++;
        WriteSpans(ref writer, buckets, delays.FirstIndex, gap);
        WriteCounts(ref writer, buckets, gap);
    }

    private static int SpansOf(ReadOnlySpan<uint> buckets, int gap)
    {
        var spans = 0;
        for (var at = 0; TryTakeSpan(buckets, gap, at, out _, out at);) spans++;
        return spans;
    }

    private static void WriteSpans(ref ProtoWriter writer, ReadOnlySpan<uint> buckets, int firstIndex, int gap)
    {
        var packed = writer.Begin(9);
        var previousEnd = -firstIndex;
        for (var at = 0; TryTakeSpan(buckets, gap, at, out var start, out var end); at = end)
        {
            writer.SignedVarint(start - previousEnd);
            writer.SignedVarint(end - start);
            previousEnd = end;
        }

        writer.End(packed);
    }

    private static void WriteCounts(ref ProtoWriter writer, ReadOnlySpan<uint> buckets, int gap)
    {
        var (packed, counts) = (writer.Begin(10), 0);
        for (var at = 0; TryTakeSpan(buckets, gap, at, out var start, out var end); at = end)
        {
            counts += end - start;
            if (counts > ContractLimits.MaxCounts)
                throw new ArgumentException($"A sketch needs more than the {ContractLimits.MaxCounts} buckets that a sample may hold.", nameof(buckets));
            foreach (var count in buckets[start..end]) writer.Varint(count);
        }

        writer.End(packed);
    }

    // The next run of buckets from a given place that holds no gap of the given width.
    private static bool TryTakeSpan(ReadOnlySpan<uint> buckets, int gap, int from, out int start, out int end)
    {
        start = from;
        while (start < buckets.Length && buckets[start] == 0) start++;
        end = start;
        for (var at = start; at < buckets.Length && at - end < gap; at++)
        {
            if (buckets[at] != 0) end = at + 1;
        }

        return end > start;
    }
}

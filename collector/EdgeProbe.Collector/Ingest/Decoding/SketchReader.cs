using EdgeProbe.Contract;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>Puts a sketch together from spans and counts, and refuses one that contradicts itself.</summary>
internal static class SketchReader
{
    // The buckets of 1 us and of the longest delay that 32 bits can hold.
    private const int LowestIndex = -1;
    private static readonly int HighestIndex = DelaySketch.IndexOf(uint.MaxValue);

    public static bool TryRead(Wire.Sample wire, out DelaySketch delays, out QuarantineReason reason)
    {
        delays = new DelaySketch();
        reason = QuarantineReason.UnknownSketchScale;
        if (wire.HasSkScale && wire.SkScale != DelaySketch.Scale) return false;
        if (IsSingle(wire)) return TryReadSingle(wire, delays, out reason);
        if (!TryReadBuckets(wire, delays, out reason)) return false;
        reason = QuarantineReason.CountsDoNotAddUp;
        if (delays.Count != wire.Received) return false;
        return TryReadBounds(wire, delays, out reason);
    }

    // One answer may be told by its delay alone.
    private static bool IsSingle(Wire.Sample wire) => wire is { Received: 1, SkSpan.Count: 0, Sk.Count: 0 };

    private static bool TryReadSingle(Wire.Sample wire, DelaySketch delays, out QuarantineReason reason)
    {
        reason = QuarantineReason.DelayBoundsOutOfOrder;
        if (wire.MinUs == 0 || !IsAbsentOr(wire.MeanUs, wire.MinUs) || !IsAbsentOr(wire.MaxUs, wire.MinUs)) return false;
        delays.Add(wire.MinUs);
        return true;
    }

    private static bool IsAbsentOr(uint value, uint expected) => value == 0 || value == expected;

    private static bool TryReadBuckets(Wire.Sample wire, DelaySketch delays, out QuarantineReason reason)
    {
        reason = QuarantineReason.SpansDoNotMatchCounts;
        if (wire.SkSpan.Count % 2 != 0) return false;
        var (end, used) = (0L, 0);
        for (var i = 0; i < wire.SkSpan.Count; i += 2)
        {
            var (start, length) = (end + wire.SkSpan[i], wire.SkSpan[i + 1]);
            if (!IsPossible(i == 0, wire.SkSpan[i], start, length, out reason)) return false;
            reason = QuarantineReason.SpansDoNotMatchCounts;
            if (length > wire.Sk.Count - used) return false;
            for (var k = 0; k < length; k++) delays.RestoreBucket((int)start + k, wire.Sk[used + k]);
            used += length;
            end = start + length;
        }

        return used == wire.Sk.Count;
    }

    private static bool IsPossible(bool first, int gap, long start, long length, out QuarantineReason reason)
    {
        reason = QuarantineReason.SpansOverlap;
        if (length <= 0 || (!first && gap < 0)) return false;
        reason = QuarantineReason.BucketOutOfRange;
        return start >= LowestIndex && start + length - 1 <= HighestIndex;
    }

    private static bool TryReadBounds(Wire.Sample wire, DelaySketch delays, out QuarantineReason reason)
    {
        reason = QuarantineReason.DelayBoundsOutOfOrder;
        if (delays.Count == 0) return (wire.MinUs | wire.MeanUs | wire.MaxUs) == 0;
        if (wire.MinUs == 0 || wire.MinUs > wire.MeanUs || wire.MeanUs > wire.MaxUs) return false;
        delays.RestoreBounds(wire.MinUs, wire.MaxUs, (ulong)wire.MeanUs * wire.Received);
        reason = QuarantineReason.DelayBoundsOutsideSketch;
        var (lowest, highest) = Range(delays);
        return IsNear(DelaySketch.IndexOf(wire.MinUs), lowest) && IsNear(DelaySketch.IndexOf(wire.MaxUs), highest);
    }

    private static (int Lowest, int Highest) Range(DelaySketch delays) =>
        (delays.FirstIndex, delays.FirstIndex + delays.Buckets.Length - 1);

    // One bucket of grace: another maker's agent may use a logarithm, which is off by one at a bucket's edge.
    private static bool IsNear(int index, int other) => Math.Abs(index - other) <= 1;
}

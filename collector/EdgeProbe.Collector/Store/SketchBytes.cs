using System.Buffers;

namespace EdgeProbe.Collector.Store;

/// <summary>
/// A sketch's counts as the stores keep them: format byte 1, the zero count, then (gap to the previous bucket, count) for every bucket that
/// is not empty, as base-128 varints; the first gap is the zigzag index itself. Minimum, maximum and sum are fields of their own.
/// </summary>
public static class SketchBytes
{
    private const byte Format = 1;

    // 1 us to 60 s spans 827 buckets at scale 5 and a uint at most 1024; anything wider is damage.
    private const long WidestIndex = 4_096;

    public static byte[] Write(DelaySketch sketch)
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        Write(sketch, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The same into a writer. Allocates nothing itself.</summary>
    public static void Write(DelaySketch sketch, IBufferWriter<byte> into)
    {
        Varint.Write(into, Format);
        Varint.Write(into, (ulong)sketch.Zero);
        var previous = 0L;
        var buckets = sketch.Buckets;
        for (var i = 0; i < buckets.Length; i++)
        {
            if (buckets[i] == 0) continue;
            Varint.Write(into, Varint.ZigZag(sketch.FirstIndex + i - previous));
            Varint.Write(into, buckets[i]);
            previous = sketch.FirstIndex + i;
        }
    }

    /// <summary>False, and an empty sketch, when the bytes are not a sketch.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ulong min, ulong max, ulong sum, out DelaySketch sketch)
    {
        var read = new DelaySketch();
        var isSketch = TryAdd(bytes, read);
        if (isSketch) read.RestoreBounds(min, max, sum);
        sketch = isSketch ? read : new DelaySketch();
        return isSketch;
    }

    /// <summary>
    /// Adds the counts to a sketch; its minimum, maximum and sum stay as they are, since they are fields of their own. False when the bytes are
    /// not a sketch, and then some counts may have been added.
    /// </summary>
    public static bool TryAdd(ReadOnlySpan<byte> bytes, DelaySketch into)
    {
        if (bytes.IsEmpty || bytes[0] != Format) return false;
        bytes = bytes[1..];
        if (!Varint.TryRead(ref bytes, out var zero) || zero > uint.MaxValue) return false;
        into.RestoreZero((uint)zero);
        var index = 0L;
        while (!bytes.IsEmpty)
        {
            if (!Varint.TryRead(ref bytes, out var gap) || !Varint.TryRead(ref bytes, out var count) || count > uint.MaxValue) return false;
            index += Varint.UnZigZag(gap);
            if (Math.Abs(index) > WidestIndex) return false;
            into.RestoreBucket((int)index, (uint)count);
        }

        return true;
    }
}

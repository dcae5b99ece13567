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
        bytes.Write([Format]);
        Varint.Write(bytes, (ulong)sketch.Zero);
        var previous = 0L;
        var buckets = sketch.Buckets;
        for (var i = 0; i < buckets.Length; i++)
        {
            if (buckets[i] == 0) continue;
            Varint.Write(bytes, Varint.ZigZag(sketch.FirstIndex + i - previous));
            Varint.Write(bytes, buckets[i]);
            previous = sketch.FirstIndex + i;
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>False, and an empty sketch, when the bytes are not a sketch.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ulong min, ulong max, ulong sum, out DelaySketch sketch)
    {
        sketch = new DelaySketch();
        if (bytes.IsEmpty || bytes[0] != Format) return false;
        bytes = bytes[1..];
        if (!Varint.TryRead(ref bytes, out var zero) || zero > uint.MaxValue) return false;
        var read = new DelaySketch();
        read.RestoreZero((uint)zero);
        var index = 0L;
        while (!bytes.IsEmpty)
        {
            if (!Varint.TryRead(ref bytes, out var gap) || !Varint.TryRead(ref bytes, out var count) || count > uint.MaxValue) return false;
            index += Varint.UnZigZag(gap);
            if (Math.Abs(index) > WidestIndex) return false;
            read.RestoreBucket((int)index, (uint)count);
        }

        read.RestoreBounds(min, max, sum);
        sketch = read;
        return true;
    }
}

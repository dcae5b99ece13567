using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Memory;

namespace EdgeProbe.Capture.Flows;

/// <summary>A segment that waits for its acknowledgment: <c>[Start, End)</c>; empty once it must not be measured any more.</summary>
internal struct ArmedSegment
{
    public long TimeNs;
    public uint Start;
    public uint End;
}

[InlineArray(Length)]
internal struct InlineSegments
{
    public const int Length = 16;

    private ArmedSegment _first;
}

/// <summary>
/// The segments of one direction that wait for their acknowledgments, oldest first, so their ends ascend. Sixteen lie in the flow itself; a
/// busy direction borrows a block of 512 from a pool and gives it back when all is acknowledged. What finds no place is not measured.
/// </summary>
internal struct SegmentRing
{
    private const int Crowded = RingPool.BlockLength / 4;

    private ushort _head;
    private ushort _block; // 0: in the flow; else the block's number and one

    public ushort Count { get; private set; }

    private InlineSegments _inline;

    /// <summary>False when there is no room. <paramref name="sameNs"/>: what was sent this soon after another may share its place.</summary>
    public bool TryArm(RingPool pool, uint start, uint end, long timeNs, long sameNs)
    {
        if (Count >= Crowded && TryJoin(pool, start, end, timeNs, sameNs)) return true;
        if (Count == Capacity && !TryMakeRoom(pool, timeNs)) return false;
        At(pool, Count) = new ArmedSegment { Start = start, End = end, TimeNs = timeNs };
        Count++;
        return true;
    }

    [UnscopedRef]
    public ref ArmedSegment At(RingPool pool, int position)
    {
        var index = (_head + position) & (Capacity - 1);
        return ref _block == 0 ? ref _inline[index] : ref pool.At(_block - 1, index);
    }

    public void DropFirst(RingPool pool)
    {
        _head = (ushort)((_head + 1) & (Capacity - 1));
        if (--Count == 0) Release(pool);
    }

    public void Clear(RingPool pool)
    {
        Count = 0;
        Release(pool);
    }

    /// <summary>The position of the first segment that ends at or behind a number, or <see cref="Count"/>.</summary>
    public int FirstEndingFrom(RingPool pool, uint number)
    {
        var (low, high) = (0, (int)Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (Serial.IsBefore(At(pool, middle).End, number)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // A sender with very many segments under way sends them in bursts: one place for a burst keeps the long round trips in, which would be
    // the ones to find no place.
    private bool TryJoin(RingPool pool, uint start, uint end, long timeNs, long sameNs)
    {
        ref var last = ref At(pool, Count - 1);
        if (last.End != start || last.Start == last.End || timeNs - last.TimeNs > sameNs) return false;
        last.End = end;
        return true;
    }

    private readonly int Capacity => _block == 0 ? InlineSegments.Length : RingPool.BlockLength;

    private bool TryMakeRoom(RingPool pool, long timeNs)
    {
        if (_block == 0 && pool.TryTake(out var block))
        {
            for (var i = 0; i < Count; i++) pool.At(block, i) = At(pool, i);
            (_head, _block) = (0, (ushort)(block + 1));
            return true;
        }

        // What nobody acknowledged in ten seconds would be no sample either.
        if (timeNs - At(pool, 0).TimeNs < RttRules.LongestNs) return false;
        DropFirst(pool);
        return true;
    }

    private void Release(RingPool pool)
    {
        if (_block != 0) pool.Give(_block - 1);
        (_head, _block) = (0, 0);
    }
}

/// <summary>Blocks of segments for busy directions, a fixed number of them: 0.5 MiB. Not thread-safe.</summary>
internal sealed class RingPool : IDisposable
{
    public const int BlockLength = 512;
    private const int Blocks = 64;

    private readonly NativeTable<ArmedSegment> _segments = new(Blocks * BlockLength);
    private readonly NativeTable<int> _free = new(Blocks);
    private int _freeCount;

    public RingPool()
    {
        for (var block = Blocks - 1; block >= 0; block--) Give(block);
    }

    public ref ArmedSegment At(int block, int index) => ref _segments[block * BlockLength + index];

    public bool TryTake(out int block)
    {
        block = _freeCount > 0 ? _free[--_freeCount] : -1;
        return block >= 0;
    }

    public void Give(int block) => _free[_freeCount++] = block;

    public void Dispose()
    {
        _segments.Dispose();
        _free.Dispose();
    }
}

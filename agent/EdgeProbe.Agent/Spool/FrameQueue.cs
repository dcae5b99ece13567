namespace EdgeProbe.Agent.Spool;

/// <summary>
/// The frames in order of their numbers, bounded by the memory they use. Lends, takes back and frees; when full, the victim is the oldest
/// frame in memory. All members are safe for use from several threads and none waits for anything but the lock.
/// </summary>
internal sealed class FrameQueue(long maxMemoryBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<SpoolFrame> _frames = new();
    private ulong _undeclared;
    private long _depth;
    private long _memoryBytes;
    private long _dropped;

    public (long Depth, long MemoryBytes, long Dropped) Counters
    {
        get
        {
            lock (_gate) return (_depth, _memoryBytes, _dropped);
        }
    }

    public void Add(SpoolFrame frame)
    {
        lock (_gate)
        {
            frame.DroppedBefore += _undeclared;
            _undeclared = 0;
            _frames.AddLast(frame);
            _depth += frame.Count;
            _memoryBytes += frame.MemoryBytes;
            while (_memoryBytes > maxMemoryBytes && OldestInMemory() is { } victim) Drop(victim);
        }
    }

    /// <summary>Samples that never became a frame: their hole is declared by the next one.</summary>
    public void DropUnframed(uint samples)
    {
        lock (_gate)
        {
            _dropped += samples;
            _undeclared += samples;
        }
    }

    /// <summary>A hole left by an earlier run, whose samples are not counted as dropped by this one.</summary>
    public void DeclareHole(ulong samples)
    {
        lock (_gate) _undeclared += samples;
    }

    public SpoolFrame? TakeOldest()
    {
        lock (_gate)
        {
            var node = _frames.First;
            while (node is { Value.IsTaken: true }) node = node.Next;
            return Lend(node?.Value);
        }
    }

    public SpoolFrame? TakeFresh(Func<long, bool> isFresh)
    {
        lock (_gate)
        {
            for (var node = _frames.Last; node is { Value.AppendedAt: { } at } && isFresh(at); node = node.Previous)
            {
                if (node.Value.TimesTaken == 0) return Lend(node.Value);
            }

            return null;
        }
    }

    public void Release(SpoolFrame frame)
    {
        lock (_gate) frame.IsTaken = false;
    }

    /// <summary>
    /// Frees what lies wholly inside. A frame behind a hole that grew after it was lent stays and is lent again, since nobody has been told
    /// of the hole.
    /// </summary>
    public long Confirm(ulong from, ulong to)
    {
        lock (_gate)
        {
            var freed = 0L;
            for (var node = _frames.First; node is not null && node.Value.FirstSequence < to;)
            {
                var (frame, next) = (node.Value, node.Next);
                if (frame.FirstSequence >= from && frame.EndSequence <= to)
                {
                    if (frame.DroppedBefore == frame.DeclaredBefore || frame.TimesTaken == 0) freed += Remove(node);
                    else frame.IsTaken = false;
                }

                node = next;
            }

            return freed;
        }
    }

    /// <summary>Gives a frame up: counted, and declared by the frame behind it.</summary>
    public void Drop(SpoolFrame frame)
    {
        lock (_gate)
        {
            if (frame.IsGone || _frames.Find(frame) is not { } node) return;
            _dropped += frame.Count;
            var hole = frame.DroppedBefore + frame.Count;
            if (node.Next is { } behind) behind.Value.DroppedBefore += hole;
            else _undeclared += hole;
            Remove(node);
        }
    }

    /// <summary>The frames that are only in memory, oldest first; empty unless the oldest of them is due.</summary>
    public IReadOnlyList<SpoolFrame> InMemory(Func<SpoolFrame, bool> isDue)
    {
        lock (_gate)
        {
            return OldestInMemory() is { } oldest && isDue(oldest) ? [.. _frames.Where(f => f.Payload is not null)] : [];
        }
    }

    public void MarkOnDisk(SpoolFrame frame, FramePlace place)
    {
        lock (_gate)
        {
            if (!frame.IsGone) _memoryBytes -= frame.Payload?.Length ?? 0;
            frame.Place = place;
            frame.Payload = null;
            if (!frame.IsGone) place.Segment.Live++;
        }
    }

    public IReadOnlyList<SpoolFrame> In(SegmentFile segment)
    {
        lock (_gate) return [.. _frames.Where(f => f.Place?.Segment == segment)];
    }

    /// <summary>The encoded batch while it is in memory.</summary>
    public byte[]? PayloadOf(SpoolFrame frame)
    {
        lock (_gate) return frame.Payload;
    }

    private static SpoolFrame? Lend(SpoolFrame? frame)
    {
        if (frame is null) return null;
        frame.IsTaken = true;
        frame.TimesTaken++;
        frame.DeclaredBefore = frame.DroppedBefore;
        return frame;
    }

    private SpoolFrame? OldestInMemory()
    {
        for (var node = _frames.First; node is not null; node = node.Next)
        {
            if (node.Value.Payload is not null) return node.Value;
        }

        return null;
    }

    private long Remove(LinkedListNode<SpoolFrame> node)
    {
        var frame = node.Value;
        frame.IsGone = true;
        _frames.Remove(node);
        _depth -= frame.Count;
        _memoryBytes -= frame.MemoryBytes;
        if (frame.Place is { } place) place.Segment.Live--;
        return frame.Count;
    }
}

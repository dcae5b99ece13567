namespace EdgeProbe.Lab.Links;

/// <summary>A packet on its way; the buffer is lent by the delay line and goes back to it.</summary>
internal readonly record struct Travelling(byte[] Buffer, int Length, long Number, bool IsCopy);

/// <summary>Packets between arrival and release, earliest release first, equal ones in their order. Reuses its buffers.</summary>
internal sealed class DelayLine
{
    // An Ethernet payload; the devices have this MTU.
    public const int LongestPacket = 1500;

    private readonly PriorityQueue<Travelling, (long Release, long Order)> _waiting = new();
    private readonly Stack<byte[]> _free = new();
    private long _order;

    public int Count => _waiting.Count;

    public byte[] Borrow() => _free.TryPop(out var buffer) ? buffer : new byte[LongestPacket];

    public void Return(byte[] buffer) => _free.Push(buffer);

    public void Add(in Travelling packet, long release) => _waiting.Enqueue(packet, (release, _order++));

    /// <summary>The time of the next release in nanoseconds; false when nothing waits.</summary>
    public bool TryPeek(out long release)
    {
        var any = _waiting.TryPeek(out _, out var priority);
        release = priority.Release;
        return any;
    }

    public Travelling Take() => _waiting.Dequeue();
}

using EdgeProbe.Capture.Memory;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// What waits for an answer, in the order in which it gives up waiting: every entry waits equally long, so a ring is enough. An entry whose
/// slot was used again meanwhile is recognised by its generation. When full, the oldest falls out: its slot is then never said to be due.
/// </summary>
internal sealed class DeadlineQueue(int capacity, long waitNs) : IDisposable
{
    private readonly NativeTable<Entry> _entries = new(capacity);
    private int _head;

    public int Count { get; private set; }

    public void Add(int slot, uint generation, long nowNs)
    {
        if (Count == capacity) Drop();
        _entries[(_head + Count++) % capacity] = new Entry { Slot = slot, Generation = generation, DueNs = nowNs + waitNs };
    }

    /// <summary>The next entry that is due; false when none is.</summary>
    public bool TryTake(long nowNs, out int slot, out uint generation)
    {
        (slot, generation) = (-1, 0);
        if (Count == 0 || _entries[_head].DueNs > nowNs) return false;
        (slot, generation) = (_entries[_head].Slot, _entries[_head].Generation);
        Drop();
        return true;
    }

    public void Clear() => (_head, Count) = (0, 0);

    public void Dispose() => _entries.Dispose();

    private void Drop()
    {
        _head = (_head + 1) % capacity;
        Count--;
    }

    private struct Entry
    {
        public int Slot;
        public uint Generation;
        public long DueNs;
    }
}

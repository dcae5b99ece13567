using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Memory;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// Finds slots of a fixed table by their keys and chooses whose slot is given up when there is no other: the least recently used, with a
/// second chance for what was marked since the hand passed (the clock algorithm), looking at a bounded number so that every packet costs
/// the same. Holds no state of its own users: they keep theirs under the same slot number.
/// </summary>
internal sealed class SlotTable : IDisposable
{
    // How far the hand looks for a slot that was not used lately; beyond it the next one goes, whoever it is.
    private const int Patience = 32;

    private readonly NativeTable<int> _heads;
    private readonly NativeTable<Slot> _slots;
    private int _hand;
    private int _free;

    public SlotTable(int capacity)
    {
        Capacity = capacity;
        _heads = new NativeTable<int>((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity * 2));
        _slots = new NativeTable<Slot>(capacity);
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    /// <summary>The slot of a key, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(in FlowKey key, ulong hash)
    {
        var slot = _heads[BucketOf(hash)] - 1;
        // Ends: chains hold each slot at most once, and hashes are keyed, so they stay short.
        while (slot >= 0)
        {
            ref var candidate = ref _slots[slot];
            if (candidate.Hash == hash && candidate.Key == key) return slot;
            slot = candidate.Next - 1;
        }

        return -1;
    }

    /// <summary>Whether adding needs a slot that is in use; then <see cref="Victim"/> must be emptied first.</summary>
    public bool IsFull => Count == Capacity;

    public ref readonly FlowKey KeyOf(int slot) => ref _slots[slot].Key;

    public bool IsUsed(int slot) => _slots[slot].IsUsed;

    /// <summary>The slot was used: it is passed over once.</summary>
    public void Mark(int slot) => _slots[slot].IsMarked = true;

    /// <summary>The slot is of no more use: it goes first.</summary>
    public void Unmark(int slot) => _slots[slot].IsMarked = false;

    public int Victim()
    {
        // Ends: after Patience steps at the latest.
        for (var i = 0; i < Patience; i++)
        {
            _hand = _hand + 1 == Capacity ? 0 : _hand + 1;
            ref var slot = ref _slots[_hand];
            if (!slot.IsUsed) continue;
            if (!slot.IsMarked) return _hand;
            slot.IsMarked = false;
        }

        return _slots[_hand].IsUsed ? _hand : FirstUsed();
    }

    /// <summary>Takes an empty slot for a key; the table must not be full.</summary>
    public int Add(in FlowKey key, ulong hash)
    {
        var slot = _free > 0 ? PopFree() : Count;
        ref var added = ref _slots[slot];
        ref var head = ref _heads[BucketOf(hash)];
        added = new Slot { Key = key, Hash = hash, Next = head, IsUsed = true };
        head = slot + 1;
        Count++;
        return slot;
    }

    public void Remove(int slot)
    {
        ref var removed = ref _slots[slot];
        ref var link = ref _heads[BucketOf(removed.Hash)];
        while (link != slot + 1) link = ref _slots[link - 1].Next;
        link = removed.Next;
        removed.IsUsed = false;
        removed.Next = _free;
        _free = slot + 1;
        Count--;
    }

    public void Dispose()
    {
        _heads.Dispose();
        _slots.Dispose();
    }

    private int BucketOf(ulong hash) => (int)(hash & (ulong)(_heads.Length - 1));

    private int PopFree()
    {
        var slot = _free - 1;
        _free = _slots[slot].Next;
        return slot;
    }

    private int FirstUsed()
    {
        for (var i = 0; i < Capacity; i++)
        {
            if (_slots[i].IsUsed) return i;
        }

        throw new InvalidOperationException("the table is empty: there is no slot to give up");
    }

    private struct Slot
    {
        public FlowKey Key;
        public ulong Hash;
        public int Next;
        public bool IsUsed;
        public bool IsMarked;
    }
}

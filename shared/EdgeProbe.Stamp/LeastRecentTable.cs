namespace EdgeProbe.Stamp;

/// <summary>
/// A table with room for so many; the one not used for the longest time goes when another comes (<see cref="Evicted"/>). Using what is
/// inside allocates nothing. Not thread-safe.
/// </summary>
internal sealed class LeastRecentTable<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class, new()
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _byKey = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = new();

    public long Evicted { get; private set; }

    public int Count => _byKey.Count;

    /// <summary>The value of the key, made new where there was none.</summary>
    public TValue Use(TKey key)
    {
        if (_byKey.TryGetValue(key, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Value;
        }

        if (_byKey.Count == capacity) EvictOldest();
        _byKey.Add(key, node = _byUse.AddFirst((key, new TValue())));
        return node.Value.Value;
    }

    private void EvictOldest()
    {
        var oldest = _byUse.Last!;
        _byUse.RemoveLast();
        _byKey.Remove(oldest.Value.Key);
        Evicted++;
    }
}

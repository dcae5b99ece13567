namespace EdgeProbe.Agent.Spool;

/// <summary>
/// Events on their way: sent before any sample. In memory only, since an old event alarms nobody; full, it gives up the oldest and counts.
/// Safe for use from several threads.
/// </summary>
internal sealed class EventQueue<T>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _events = new();
    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Add(T happened)
    {
        lock (_gate)
        {
            if (_events.Count == capacity)
            {
                _events.Dequeue();
                Interlocked.Increment(ref _dropped);
            }

            _events.Enqueue(happened);
        }
    }

    public bool TryPeek(out T? oldest)
    {
        lock (_gate) return _events.TryPeek(out oldest);
    }

    /// <summary>Removes the event if it is still the oldest; it may have been given up meanwhile.</summary>
    public void Remove(T sent)
    {
        lock (_gate)
        {
            if (_events.TryPeek(out var oldest) && EqualityComparer<T>.Default.Equals(oldest, sent)) _events.Dequeue();
        }
    }
}

namespace EdgeProbe.Agent.Windows.Passive;

/// <summary>
/// Closed windows on their way from the flow thread to the pump, and used ones on their way back. Holds one minute of windows of ten
/// seconds; full, it gives up the oldest and counts it. Safe for use from several threads.
/// </summary>
internal sealed class ClosedWindows
{
    private const int Capacity = 6;
    private readonly Lock _gate = new();
    private readonly Queue<PassiveWindow> _closed = new(Capacity);
    private readonly Stack<PassiveWindow> _spare = new(Capacity);
    private long _dropped;

    /// <summary>Windows given up because nobody took them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public PassiveWindow Rent()
    {
        lock (_gate) return _spare.TryPop(out var spare) ? spare : new PassiveWindow();
    }

    public void Add(PassiveWindow closed)
    {
        lock (_gate)
        {
            if (_closed.Count == Capacity)
            {
                _spare.Push(_closed.Dequeue());
                Interlocked.Increment(ref _dropped);
            }

            _closed.Enqueue(closed);
        }
    }

    /// <summary>The oldest closed window, to be given back by <see cref="Return"/>; null when there is none.</summary>
    public PassiveWindow? Take()
    {
        lock (_gate) return _closed.TryDequeue(out var oldest) ? oldest : null;
    }

    public void Return(PassiveWindow used)
    {
        lock (_gate) _spare.Push(used);
    }
}

namespace EdgeProbe.Testing.Captures;

/// <summary>A clock that jumps from one event to the next, and the chance of the scene. Nanoseconds since the scene began.</summary>
public sealed class Simulation(int seed)
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;

    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private long _order;

    public Random Chance { get; } = new(seed);

    public long NowNs { get; private set; }

    /// <summary>Events of one time happen in the order in which they were arranged.</summary>
    public void After(long delayNs, Action what) => _events.Enqueue(what, (NowNs + delayNs, _order++));

    /// <summary>Ends: when nothing is left to happen.</summary>
    public void Run()
    {
        while (_events.TryDequeue(out var what, out var when))
        {
            NowNs = when.Time;
            what();
        }
    }

    /// <summary>Even between the bounds.</summary>
    public long Between(long leastNs, long mostNs) => Chance.NextInt64(leastNs, mostNs + 1);
}

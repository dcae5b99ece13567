using System.Net;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// Keeps packets to one address apart, over all tests: routers answer pings slowly when asked in bursts, and that would be measured as the
/// line's fault. Thread-safe; remembers an address only while it matters.
/// </summary>
internal sealed class Pacer(TimeSpan spacing, TimeProvider clock)
{
    private const int ManyAddresses = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, long> _next = [];

    /// <summary>Reserves the next free moment and says how long it is until then.</summary>
    public TimeSpan Reserve(IPAddress address)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_next.Count > ManyAddresses) Forget(now);
            var at = _next.TryGetValue(address, out var free) && free > now ? free : now;
            _next[address] = at + (long)(spacing.TotalSeconds * clock.TimestampFrequency);
            return clock.GetElapsedTime(now, at);
        }
    }

    private void Forget(long now)
    {
        foreach (var (address, free) in _next)
        {
            if (free <= now) _next.Remove(address);
        }
    }
}

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// The owner's bound on packets per second, all tests together: a token bucket that holds two seconds' worth, so that tests which happen to
/// fall together are not refused. Thread-safe.
/// </summary>
internal sealed class PacketLimit(int packetsPerSecond, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private double _tokens = packetsPerSecond * 2.0;
    private long _filled = clock.GetTimestamp();
    private long _refused;

    public long Refused => Interlocked.Read(ref _refused);

    public bool TryTake(int packets)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _tokens = Math.Min(packetsPerSecond * 2.0, _tokens + clock.GetElapsedTime(_filled, now).TotalSeconds * packetsPerSecond);
            _filled = now;
            if (_tokens >= packets)
            {
                _tokens -= packets;
                return true;
            }

            Interlocked.Increment(ref _refused);
            return false;
        }
    }
}

namespace EdgeProbe.Agent.Windows;

/// <summary>
/// Ties the monotonic clock to the wall clock, so that a moment that was taken monotonically has a date. Follows slow corrections; a jump
/// is reported, since windows before and behind it lie on different rulers. Not thread-safe.
/// </summary>
internal sealed class EpochAnchor
{
    /// <summary>Above this a difference is a step and no correction (scoring profile 1, section 9).</summary>
    public static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private DateTimeOffset _wall;
    private long _timestamp;

    public EpochAnchor(TimeProvider clock)
    {
        _clock = clock;
        Set();
    }

    public long ToUnixMs(long timestamp) => (_wall + _clock.GetElapsedTime(_timestamp, timestamp)).ToUnixTimeMilliseconds();

    /// <summary>The moment at which the wall clock will show that time, if nobody moves it.</summary>
    public long ToTimestamp(long unixMs) =>
        _timestamp + (long)((DateTimeOffset.FromUnixTimeMilliseconds(unixMs) - _wall).TotalSeconds * _clock.TimestampFrequency);

    /// <summary>Follows the wall clock and says how far it jumped; zero when it did not.</summary>
    public TimeSpan Follow()
    {
        var expected = _wall + _clock.GetElapsedTime(_timestamp);
        Set();
        var moved = _wall - expected;
        return moved.Duration() > StepLimit ? moved : TimeSpan.Zero;
    }

    private void Set()
    {
        _wall = _clock.GetUtcNow();
        _timestamp = _clock.GetTimestamp();
    }
}

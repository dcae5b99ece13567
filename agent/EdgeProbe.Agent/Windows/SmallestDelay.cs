namespace EdgeProbe.Agent.Windows;

/// <summary>
/// The smallest delay of the last 24 hours of one test, in microseconds: what the jitter buffer of a call would settle on. Kept per hour, so
/// it forgets within an hour of the day's end. Not thread-safe.
/// </summary>
internal sealed class SmallestDelay(TimeProvider clock)
{
    private const int Hours = 24;
    private readonly uint[] _smallest = NewDay();
    private readonly long _started = clock.GetTimestamp();
    private long _hour;

    public uint Value
    {
        get
        {
            var least = uint.MaxValue;
            foreach (var ofHour in _smallest) least = Math.Min(least, ofHour);
            return least;
        }
    }

    public void Add(uint microseconds)
    {
        var hour = (long)clock.GetElapsedTime(_started).TotalHours;
        // Ends: after a day at the latest, since every hour has been cleared then.
        for (var i = 0; _hour < hour && i < Hours; i++) _smallest[++_hour % Hours] = uint.MaxValue;
        _hour = hour;
        ref var slot = ref _smallest[hour % Hours];
        slot = Math.Min(slot, microseconds);
    }

    private static uint[] NewDay()
    {
        var day = new uint[Hours];
        Array.Fill(day, uint.MaxValue);
        return day;
    }
}

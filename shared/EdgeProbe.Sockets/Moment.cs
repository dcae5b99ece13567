namespace EdgeProbe.Sockets;

/// <summary>
/// Both clocks read together: the wall clock, which kernel timestamps are written in, and the monotonic clock, which knows when the wall
/// clock was moved. Wall time is in 100 ns ticks since the year 1, the timestamp in the provider's own unit.
/// </summary>
public readonly record struct Moment(long WallTicks, long Timestamp)
{
    // Two reads lie well under a microsecond apart unless the thread was interrupted between them: then they are read again.
    private static readonly TimeSpan Torn = TimeSpan.FromMicroseconds(20);

    public static Moment Now(TimeProvider clock)
    {
        for (var tries = 1; ; tries++)
        {
            var before = clock.GetTimestamp();
            var wall = clock.GetUtcNow().UtcTicks;
            // Ends: an undisturbed pair, or the third try: a machine this busy has larger errors than this one.
            if (tries == 3 || clock.GetElapsedTime(before) <= Torn) return new Moment(wall, before);
        }
    }
}

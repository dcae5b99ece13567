namespace EdgeProbe.Stamp;

/// <summary>
/// STAMP's two timestamp formats against wall-clock ticks of 100 ns since the year 1. NTP (RFC 5905 section 6): 32 bits of seconds since
/// 1900, 32 of fraction. PTPv2 (IEEE 1588): 32 bits of seconds since 1970, 32 of nanoseconds.
/// </summary>
public static class StampTime
{
    private const long Era = 1L << 32;
    private static readonly long Year1900 = new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public static ulong ToNtp(long ticks)
    {
        var (seconds, rest) = Math.DivRem(ticks - Year1900, TimeSpan.TicksPerSecond);
        return (ulong)(uint)seconds << 32 | ((ulong)rest << 32) / TimeSpan.TicksPerSecond;
    }

    public static long ToTicks(ulong timestamp, bool isPtp) => isPtp ? FromPtp(timestamp) : FromNtp(timestamp);

    // Without the highest bit of the seconds it is era 1, from 2036 on (RFC 4330 section 3).
    private static long FromNtp(ulong timestamp)
    {
        long seconds = (uint)(timestamp >> 32);
        if (seconds < Era / 2) seconds += Era;
        // A tick has 429 units of fraction, so rounding to the nearest gives back what was written.
        var rest = (long)(((timestamp & uint.MaxValue) * TimeSpan.TicksPerSecond + Era / 2) >> 32);
        return Year1900 + seconds * TimeSpan.TicksPerSecond + rest;
    }

    private static long FromPtp(ulong timestamp) => DateTime.UnixEpoch.Ticks
        + (long)(timestamp >> 32) * TimeSpan.TicksPerSecond + (long)(timestamp & uint.MaxValue) / TimeSpan.NanosecondsPerTick;
}

namespace EdgeProbe.Sockets;

/// <summary>
/// The time from just before a packet was handed to the kernel until its answer reached the kernel: what the customer waits for, local
/// queues included. Over-estimates by the cost of one sendto (a few microseconds); in user space also by the wait for the processor.
/// </summary>
/// <param name="Value">The delay; zero or negative only when the answer cannot belong to the packet.</param>
/// <param name="UserSpace">The kernel gave no receive time, or it could not be used.</param>
/// <param name="ClockStepped">The wall clock was moved meanwhile, so the monotonic clock's difference stands instead.</param>
public readonly record struct Delay(TimeSpan Value, bool UserSpace, bool ClockStepped)
{
    // The kernel slews the wall clock by at most 500 ppm (NTP_SCALE_FREQ's MAXFREQ); what differs by more was stepped.
    private const int SlewDivisor = 2_000;

    // Room for the reads of two clocks being torn apart, twice.
    private static readonly TimeSpan Slack = TimeSpan.FromMicroseconds(200);

    /// <param name="sent">Read just before sending.</param>
    /// <param name="received">Read just after receiving.</param>
    /// <param name="kernelTicks">When the kernel received, as wall ticks; 0 when it did not say.</param>
    /// <param name="clock">Whose clocks the moments are.</param>
    public static Delay Between(in Moment sent, in Moment received, long kernelTicks, TimeProvider clock)
    {
        var monotonic = clock.GetElapsedTime(sent.Timestamp, received.Timestamp);
        var wall = TimeSpan.FromTicks(received.WallTicks - sent.WallTicks);
        if ((wall - monotonic).Duration() > Slack + monotonic / SlewDivisor) return new Delay(monotonic, true, true);
        return kernelTicks == 0
            ? new Delay(monotonic, true, false)
            : new Delay(TimeSpan.FromTicks(kernelTicks - sent.WallTicks), false, false);
    }
}

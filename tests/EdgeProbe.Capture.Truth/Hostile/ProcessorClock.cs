namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>
/// Stamps are the processor time of this process: what else the machine does makes nothing look slow. Its time of day and its timers are the system's.
/// </summary>
public sealed class ProcessorClock : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}

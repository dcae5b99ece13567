using EdgeProbe.Sockets;

namespace EdgeProbe.Agent.Board;

/// <summary>Whether the kernel calls the wall clock synchronised, as whatever keeps it (chrony, systemd-timesyncd) has told it.</summary>
internal static class SystemClock
{
    private static readonly KernelClock Kernel = new();

    /// <summary>Unknown when a sandbox forbids the question.</summary>
    public static ClockStamp Read()
    {
        var quality = Kernel.Read();
        if (quality.MaxError == TimeSpan.MaxValue) return new ClockStamp(ClockState.Unknown, 0);
        var error = (uint)Math.Clamp(quality.MaxError.TotalMicroseconds, 0, uint.MaxValue);
        return new ClockStamp(quality.Synchronised ? ClockState.Synced : ClockState.Unsynced, error);
    }
}

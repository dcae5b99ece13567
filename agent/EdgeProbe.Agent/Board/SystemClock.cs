using System.Runtime.InteropServices;

namespace EdgeProbe.Agent.Board;

/// <summary>Whether the kernel calls the wall clock synchronised, as whatever keeps it (chrony, systemd-timesyncd) has told it.</summary>
internal static partial class SystemClock
{
    private const int TimeError = 5;
    private const int StatusUnsynchronised = 0x0040;

    /// <summary>Reads and changes nothing (adjtimex with modes 0), so it needs no privilege. Unknown when a sandbox forbids the call.</summary>
    public static ClockStamp Read()
    {
        var kernel = default(Timex);
        var state = AdjustTime(ref kernel);
        if (state < 0) return new ClockStamp(ClockState.Unknown, 0);
        var error = (uint)Math.Clamp(kernel.MaxError, 0, uint.MaxValue);
        var unsynchronised = state == TimeError || (kernel.Status & StatusUnsynchronised) != 0;
        return new ClockStamp(unsynchronised ? ClockState.Unsynced : ClockState.Synced, error);
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjustTime(ref Timex kernel);

    // struct timex of linux/timex.h on 64-bit machines: 208 bytes, of which the first 44 are of interest.
    [StructLayout(LayoutKind.Sequential, Size = 208)]
    private struct Timex
    {
        public uint Modes;
        public long Offset;
        public long Frequency;
        public long MaxError;
        public long EstimatedError;
        public int Status;
    }
}

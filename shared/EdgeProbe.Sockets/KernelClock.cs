using System.Runtime.InteropServices;

namespace EdgeProbe.Sockets;

/// <summary>What the kernel knows of the wall clock.</summary>
/// <param name="Synchronised">A time daemon keeps it in step with UTC.</param>
/// <param name="MaxError">The kernel's own bound on the error (adjtimex: maxerror); grows by 500 ppm while nobody corrects.</param>
public readonly record struct ClockQuality(bool Synchronised, TimeSpan MaxError);

/// <summary>How good the wall clock is now. Cheap: one system call.</summary>
public interface IClockQuality
{
    ClockQuality Read();
}

/// <summary>Reads adjtimex(2), which needs no privilege for reading. Thread-safe.</summary>
public sealed unsafe class KernelClock : IClockQuality
{
    private const int Unsynchronised = 0x40; // STA_UNSYNC
    private const int LargestTimex = 256;    // struct timex has 208 bytes on 64 bits, 128 on 32

    public ClockQuality Read()
    {
        // modes u32, padding to a long; then longs: offset, freq, maxerror (us), esterror; then status, an int.
        var timex = stackalloc byte[LargestTimex];
        new Span<byte>(timex, LargestTimex).Clear();
        if (Libc.AdjustTime(timex) < 0) return new ClockQuality(false, TimeSpan.MaxValue);
        var bytes = new ReadOnlySpan<byte>(timex, LargestTimex);
        long maxError = MemoryMarshal.Read<nint>(bytes[(3 * IntPtr.Size)..]);
        var status = MemoryMarshal.Read<int>(bytes[(5 * IntPtr.Size)..]);
        return new ClockQuality((status & Unsynchronised) == 0, TimeSpan.FromMicroseconds(maxError));
    }
}

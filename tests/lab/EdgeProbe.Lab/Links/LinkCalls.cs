using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Lab.Links;

/// <summary>The system calls of a link. Layouts are those of 64-bit Linux.</summary>
internal static partial class LinkCalls
{
    public const short Readable = 1; // POLLIN

    private const int SetTimerSlack = 29; // PR_SET_TIMERSLACK

    /// <summary>Lets this thread's timers fire to the nanosecond instead of up to 50 us late.</summary>
    public static void TightenTimers() => _ = ControlThread(SetTimerSlack, 1, 0, 0, 0);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle handle, nuint request, ref InterfaceRequest argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle handle, ref byte buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle handle, ref readonly byte buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle Event(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd_write", SetLastError = true)]
    public static partial int Signal(SafeFileHandle handle, ulong value);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static unsafe partial int Poll(PollEntry* entries, nuint count, TimeSpec* timeout, nint mask);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ControlThread(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct ifreq: a name of at most 15 bytes, then a union of which only the flags matter here.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 40)]
    internal unsafe struct InterfaceRequest
    {
        public fixed byte Name[16];
        public short Flags;
    }
}

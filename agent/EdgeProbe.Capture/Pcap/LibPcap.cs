using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeProbe.Capture.Pcap;

/// <summary>The part of libpcap 1.10 that is used; pcap(3PCAP).</summary>
internal static unsafe partial class LibPcap
{
    public const string Library = "libpcap.so.0.8";
    public const int ErrorBytes = 256;
    public const int Nanoseconds = 1;

    // pcap/pcap.h.
    public const int NoSuchDevice = -5;
    public const int PermissionDenied = -8;
    public const int InterfaceNotUp = -9;
    public const int PromiscuousPermissionDenied = -11;

    [LibraryImport(Library, EntryPoint = "pcap_fopen_offline_with_tstamp_precision")]
    public static partial nint OpenFile(nint file, uint precision, byte* error);

    [LibraryImport(Library, EntryPoint = "pcap_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Create(string device, byte* error);

    [LibraryImport(Library, EntryPoint = "pcap_set_snaplen")]
    public static partial int SetSnapLength(nint handle, int bytes);

    [LibraryImport(Library, EntryPoint = "pcap_set_promisc")]
    public static partial int SetPromiscuous(nint handle, int on);

    [LibraryImport(Library, EntryPoint = "pcap_set_timeout")]
    public static partial int SetTimeout(nint handle, int milliseconds);

    [LibraryImport(Library, EntryPoint = "pcap_set_immediate_mode")]
    public static partial int SetImmediateMode(nint handle, int on);

    [LibraryImport(Library, EntryPoint = "pcap_set_buffer_size")]
    public static partial int SetBufferSize(nint handle, int bytes);

    [LibraryImport(Library, EntryPoint = "pcap_set_tstamp_precision")]
    public static partial int SetPrecision(nint handle, int precision);

    [LibraryImport(Library, EntryPoint = "pcap_get_tstamp_precision")]
    public static partial int GetPrecision(nint handle);

    [LibraryImport(Library, EntryPoint = "pcap_activate")]
    public static partial int Activate(nint handle);

    [LibraryImport(Library, EntryPoint = "pcap_datalink")]
    public static partial int LinkType(nint handle);

    [LibraryImport(Library, EntryPoint = "pcap_compile", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Compile(nint handle, FilterProgram* program, string text, int optimise, uint mask);

    [LibraryImport(Library, EntryPoint = "pcap_setfilter")]
    public static partial int SetFilter(nint handle, FilterProgram* program);

    [LibraryImport(Library, EntryPoint = "pcap_freecode")]
    public static partial void FreeProgram(FilterProgram* program);

    [LibraryImport(Library, EntryPoint = "pcap_dispatch")]
    public static partial int Dispatch(nint handle, int most, delegate* unmanaged[Cdecl]<nint, FrameHeader*, byte*, void> callback, nint user);

    [LibraryImport(Library, EntryPoint = "pcap_breakloop")]
    public static partial void Break(nint handle);

    [LibraryImport(Library, EntryPoint = "pcap_stats")]
    public static partial int Statistics(nint handle, FrameStatistics* statistics);

    [LibraryImport(Library, EntryPoint = "pcap_geterr")]
    public static partial byte* ErrorOf(nint handle);

    [LibraryImport(Library, EntryPoint = "pcap_statustostr")]
    public static partial byte* Describe(int status);

    [LibraryImport(Library, EntryPoint = "pcap_close")]
    public static partial void Close(nint handle);

    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>struct pcap_pkthdr with the C library's own timeval; the fraction is nanoseconds as asked for.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FrameHeader
    {
        public nint Seconds;
        public nint Fraction;
        public uint CapturedLength;
        public uint WireLength;
    }

    /// <summary>struct bpf_program.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram
    {
        public uint Length;
        public nint Instructions;
    }

    /// <summary>struct pcap_stat; the counters wrap at 2^32.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FrameStatistics
    {
        public uint Received;
        public uint Dropped;
        public uint DroppedByInterface;
    }
}

/// <summary>Files of the C library, so that libpcap reads them in pieces of our size: its default of 4 KiB costs a third of the time.</summary>
internal static unsafe partial class CFile
{
    private const string Library = "libc";
    private const int FullyBuffered = 0;

    [LibraryImport(Library, EntryPoint = "fopen", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial nint Open(string path, string mode);

    [LibraryImport(Library, EntryPoint = "fdopen", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial nint OpenDescriptor(int descriptor, string mode);

    [LibraryImport(Library, EntryPoint = "fclose")]
    public static partial int Close(nint file);

    public static void UseBuffer(nint file, byte* buffer, int bytes) => _ = SetBuffer(file, buffer, FullyBuffered, (nuint)bytes);

    [LibraryImport(Library, EntryPoint = "setvbuf")]
    private static partial int SetBuffer(nint file, byte* buffer, int mode, nuint bytes);
}

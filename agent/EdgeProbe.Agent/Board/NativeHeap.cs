using System.Runtime.InteropServices;

namespace EdgeProbe.Agent.Board;

/// <summary>The C library's heap, which libmosquitto, libcurl, OpenSSL and zlib use.</summary>
internal static partial class NativeHeap
{
    // malloc.h
    private const int ArenaMax = -8;
    private const int MapThreshold = -3;
    private const int TrimThreshold = -1;
    private const int LargeBytes = 64 << 10;

    /// <summary>
    /// One arena for all threads, and large blocks mapped by themselves. glibc gives each thread an arena of its own to save waiting; here
    /// zlib's quarter of a megabyte, taken on another thread each time, then stayed behind in one after the other. To be called before
    /// threads are started. Does nothing with another C library.
    /// </summary>
    public static void KeepSmall()
    {
        try
        {
            _ = Set(ArenaMax, 1);
            _ = Set(MapThreshold, LargeBytes);
            _ = Set(TrimThreshold, LargeBytes);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has one heap anyway.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}

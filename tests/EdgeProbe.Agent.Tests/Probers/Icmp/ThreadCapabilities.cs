using System.Runtime.InteropServices;

namespace EdgeProbe.Agent.Tests.Probers.Icmp;

/// <summary>Takes CAP_NET_RAW from the calling thread, and only from it (capabilities(7): they are a thread's).</summary>
internal static unsafe partial class ThreadCapabilities
{
    private const uint Version3 = 0x20080522;
    private const int NetRaw = 13;

    /// <summary>Does something without the capability, then takes it back: a thread that this one starts would inherit the lack.</summary>
    public static T WithoutNetRaw<T>(Func<T> work)
    {
        var header = stackalloc uint[] { Version3, 0 };
        // Two times effective, permitted, inheritable; the capability is in the first three.
        var sets = stackalloc uint[6];
        Assert.Equal(0, Get(header, sets));
        sets[0] &= ~(1u << NetRaw);
        Assert.Equal(0, Set(header, sets));
        try
        {
            return work();
        }
        finally
        {
            sets[0] |= 1u << NetRaw;
            Assert.Equal(0, Set(header, sets));
        }
    }

    [LibraryImport("libc", EntryPoint = "capget")]
    private static partial int Get(uint* header, uint* sets);

    [LibraryImport("libc", EntryPoint = "capset")]
    private static partial int Set(uint* header, uint* sets);
}

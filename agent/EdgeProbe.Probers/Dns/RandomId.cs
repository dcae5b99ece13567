using System.Runtime.InteropServices;

namespace EdgeProbe.Probers.Dns;

/// <summary>
/// Identifiers that nobody can foresee, from the kernel: getrandom(2). The framework's generator would load its OpenSSL shim for two octets.
/// </summary>
internal static partial class RandomId
{
    public static ushort Next()
    {
        // Up to 256 octets are given whole once the kernel's pool is ready (getrandom(2), notes); before, the call waits.
        var got = GetRandom(out var id, sizeof(ushort), 0);
        return got == sizeof(ushort) ? id : (ushort)Random.Shared.Next(ushort.MaxValue + 1);
    }

    [LibraryImport("libc", EntryPoint = "getrandom")]
    private static partial nint GetRandom(out ushort buffer, nuint length, uint flags);
}

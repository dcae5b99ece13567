using System.Runtime.InteropServices;

namespace EdgeProbe.Sockets;

/// <summary>Numbers that a stranger cannot guess (getrandom(2)): tokens by which an answer proves that its question was seen.</summary>
public static unsafe class Secrets
{
    public static void Fill(Span<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            // Up to 256 bytes come whole and uninterrupted once the pool is initialised (getrandom(2)).
            if (Libc.GetRandom(start, (nuint)bytes.Length, 0) != bytes.Length)
                throw new IOException($"The kernel gave no random bytes (errno {(int)TimedSocket.LastError()}).");
        }
    }

    public static ulong Next()
    {
        ulong value = 0;
        Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref value)));
        return value;
    }
}

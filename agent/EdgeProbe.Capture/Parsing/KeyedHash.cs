using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeProbe.Capture.Parsing;

/// <summary>
/// SipHash-1-3 (Aumasson and Bernstein, 2012; one round a word, three at the end) of names and connection ids: whoever has no key can neither
/// tell a name from its hash nor make names collide. The same key gives the same hash on every machine. Never 0, which means "no name".
/// </summary>
internal readonly struct KeyedHash
{
    // SplitMix64's: the golden ratio in 64 bits.
    private const ulong Step = 0x9e3779b97f4a7c15;

    private readonly ulong _first;
    private readonly ulong _second;

    /// <summary>Stretches a 64-bit secret to SipHash's 128 bits by two steps of SplitMix64.</summary>
    public KeyedHash(ulong key)
    {
        _first = Mix(key + Step);
        _second = Mix(key + Step + Step);
    }

    /// <summary>Hash of the bytes and of how many there are.</summary>
    public ulong Of(ReadOnlySpan<byte> bytes) => Hash(bytes, foldCase: false);

    /// <summary>The same in upper and lower case (RFC 4343). Takes a name in wire format: a label's length is below 'A', so it stays.</summary>
    public ulong OfName(ReadOnlySpan<byte> name) => Hash(name, foldCase: true);

    /// <summary>In 32 bits.</summary>
    public uint Short(ReadOnlySpan<byte> bytes)
    {
        var hash = Of(bytes);
        return Math.Max(1, (uint)(hash ^ hash >> 32));
    }

    private ulong Hash(ReadOnlySpan<byte> bytes, bool foldCase)
    {
        var v0 = _first ^ 0x736f6d6570736575;
        var v1 = _second ^ 0x646f72616e646f6d;
        var v2 = _first ^ 0x6c7967656e657261;
        var v3 = _second ^ 0x7465646279746573;
        var last = (ulong)bytes.Length << 56;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            Absorb(Fold(BinaryPrimitives.ReadUInt64LittleEndian(bytes), foldCase), ref v0, ref v1, ref v2, ref v3);

        var tail = 0UL;
        for (var i = 0; i < bytes.Length; i++) tail |= (ulong)bytes[i] << (8 * i);
        Absorb(last | Fold(tail, foldCase), ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xff;
        for (var round = 0; round < 3; round++) Round(ref v0, ref v1, ref v2, ref v3);
        return Math.Max(1, v0 ^ v1 ^ v2 ^ v3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Absorb(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v2 += v3;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 = BitOperations.RotateLeft(v2, 32);
    }

    // Eight letters at once: the high bit of each byte says whether it is 'A' to 'Z', and two to the right it is the bit that lower case has.
    private static ulong Fold(ulong word, bool foldCase)
    {
        if (!foldCase) return word;
        const ulong Each = 0x0101010101010101;
        var low = word & 0x7f * Each;
        var fromA = low + (0x80 - 'A') * Each;
        var behindZ = low + (0x80 - 'Z' - 1) * Each;
        var upper = (fromA ^ behindZ) & ~word & 0x80 * Each;
        return word | upper >> 2;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
        value = (value ^ value >> 27) * 0x94d049bb133111eb;
        return value ^ value >> 31;
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeProbe;

/// <summary>
/// Where a delay falls. Table and bit arithmetic only: a logarithm may differ by one unit in the last place between processors, a table
/// cannot, so x64 and arm64 agree on every bucket.
/// </summary>
public sealed partial class DelaySketch
{
    private const int SubBuckets = 1 << Scale;
    private const int MantissaBits = 52;
    private const ulong MantissaMask = (1UL << MantissaBits) - 1;
    private const double Base = 1.0218971486541166; // 2^(1/32)

    // The 52 fraction bits of 2^(k/32), k = 0..31: where a bucket begins within its doubling. An array, since a span over constants
    // costs 72 bytes at each use until the JIT has optimised its reader.
    private static readonly ulong[] Bounds =
    [
        0x0000000000000, 0x059B0D3158574, 0x0B5586CF9890F, 0x11301D0125B51,
        0x172B83C7D517B, 0x1D4873168B9AA, 0x2387A6E756238, 0x29E9DF51FDEE1,
        0x306FE0A31B715, 0x371A7373AA9CB, 0x3DEA64C123422, 0x44E086061892D,
        0x4BFDAD5362A27, 0x5342B569D4F82, 0x5AB07DD485429, 0x6247EB03A5585,
        0x6A09E667F3BCD, 0x71F75E8EC5F74, 0x7A11473EB0187, 0x82589994CCE13,
        0x8ACE5422AA0DB, 0x93737B0CDC5E5, 0x9C49182A3F090, 0xA5503B23E255D,
        0xAE89F995AD3AD, 0xB7F76F2FB5E47, 0xC199BDD85529C, 0xCB720DCEF9069,
        0xD5818DCFBA487, 0xDFC97337B9B5F, 0xEA4AFA2A490DA, 0xF50765B6E4540,
    ];

    // For each 64th of a doubling, the bucket that holds its lower end: at most one comparison is left to make.
    private static readonly byte[] StartingPoints = MakeStartingPoints();

    /// <summary>The bucket of a delay of at least one microsecond: <c>base^i &lt; delay &lt;= base^(i+1)</c>, so 1 falls into -1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is zero, which has no bucket.</exception>
    public static int IndexOf(ulong microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(microseconds);
        var doubling = BitOperations.Log2(microseconds);
        // Exact up to 2^52 us (142 years); above that the lowest bits round away.
        var fraction = doubling <= MantissaBits
            ? (microseconds << (MantissaBits - doubling)) & MantissaMask
            : (microseconds >> (doubling - MantissaBits)) & MantissaMask;
        if (fraction == 0) return (doubling << Scale) - 1;
        int within = StartingPoints[(int)(fraction >> (MantissaBits - 6))];
        if (within + 1 < SubBuckets && fraction > Bounds[within + 1]) within++;
        return (doubling << Scale) + within;
    }

    /// <summary>
    /// The delay that stands for a bucket, in microseconds: the point whose relative distance to both ends is the same.
    /// </summary>
    public static double EstimateOf(int index)
    {
        var upper = index + 1;
        var mantissa = BitConverter.UInt64BitsToDouble(Bounds[upper & (SubBuckets - 1)] | (1023UL << MantissaBits));
        return 2 * Math.ScaleB(mantissa, upper >> Scale) / (Base + 1);
    }

    private static byte[] MakeStartingPoints()
    {
        var points = new byte[64];
        for (var i = 0; i < points.Length; i++)
        {
            var fraction = (ulong)i << (MantissaBits - 6);
            var within = 0;
            while (within + 1 < SubBuckets && Bounds[within + 1] < fraction) within++;
            points[i] = (byte)within;
        }

        return points;
    }

    private static void AddAll(ReadOnlySpan<uint> from, Span<uint> into)
    {
        var blocks = MemoryMarshal.Cast<uint, Vector<uint>>(from);
        var sums = MemoryMarshal.Cast<uint, Vector<uint>>(into);
        for (var i = 0; i < blocks.Length; i++) sums[i] += blocks[i];
        for (var i = blocks.Length * Vector<uint>.Count; i < from.Length; i++) into[i] += from[i];
    }
}

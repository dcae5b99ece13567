using System.Buffers.Binary;

namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>
/// Breaks a frame in the ways in which frames are broken on purpose: flipped bits, lengths that lie, options of no length, names that point at
/// themselves, headers that lead nowhere, a cut anywhere, parts of another frame. The same chance breaks it the same way.
/// </summary>
internal sealed class FrameMutator(Random chance)
{
    private const int MostMutations = 4;

    private static readonly byte[] Extremes = [0, 1, 2, 0x3f, 0x7f, 0x80, 0xc0, 0xfe, 0xff];

    // Next headers that make an IPv6 packet go on, IPv4 protocols that hold another packet.
    private static readonly byte[] Onward = [0, 43, 44, 60, 51, 135, 139, 140, 41, 4, 47, 59, 6, 17, 1, 58];

    private static readonly ushort[] EtherTypes = [0x0800, 0x86dd, 0x8100, 0x88a8, 0x9100, 0x8864, 0x8863, 0x8847, 0x8848, 0x0000, 0x05dc, 0x0600, 0xffff];

    /// <param name="into">Holds the frame and as much again.</param>
    /// <returns>The length of what was written.</returns>
    public int Mutate(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> other, Span<byte> into)
    {
        frame.CopyTo(into);
        var length = frame.Length;
        for (var i = chance.Next(1, MostMutations + 1); i > 0 && length > 0; i--) length = Once(other, into, length);
        return length;
    }

    private int Once(ReadOnlySpan<byte> other, Span<byte> into, int length)
    {
        var at = At(length);
        switch (chance.Next(0, 12))
        {
            case 0:
                into[at] ^= (byte)(1 << chance.Next(0, 8));
                break;
            case 1:
                into[at] = Extremes[chance.Next(0, Extremes.Length)];
                break;
            case 2:
                return chance.Next(0, length + 1);
            case 3:
                Lie(into, at, length);
                break;
            case 4:
                into[at] = Onward[chance.Next(0, Onward.Length)];
                break;
            case 5 when at + 2 <= length:
                BinaryPrimitives.WriteUInt16BigEndian(into[at..], EtherTypes[chance.Next(0, EtherTypes.Length)]);
                break;
            case 6:
                NoLength(into, at, length);
                break;
            case 7:
                Loop(into, at, length);
                break;
            case 8:
                return Repeat(into, at, length);
            case 9 when other.Length > 0:
                return Splice(other, into, at, length);
            case 10:
                into[at] = (byte)((into[at] & 0xf0) | chance.Next(0, 16));
                break;
            default:
                chance.NextBytes(into.Slice(at, Math.Min(chance.Next(1, 9), length - at)));
                break;
        }

        return length;
    }

    // Most of what a parser decides on stands in the first hundred bytes.
    private int At(int length) => chance.Next(0, 4) == 0 ? chance.Next(0, length) : chance.Next(0, Math.Min(length, 96));

    private void Lie(Span<byte> into, int at, int length)
    {
        if (at + 2 > length) return;
        int[] lies = [0, 1, 4, 19, 20, 0xffff, 0x8000, length - at, length - at - 1, length - at + 1, length, BinaryPrimitives.ReadUInt16BigEndian(into[at..]) + 1];
        BinaryPrimitives.WriteUInt16BigEndian(into[at..], (ushort)lies[chance.Next(0, lies.Length)]);
    }

    // A TCP or IP option whose length is 0 or 1, wherever it falls.
    private void NoLength(Span<byte> into, int at, int length)
    {
        for (var i = at; i < Math.Min(at + 12, length - 1); i += 2) (into[i], into[i + 1]) = ((byte)chance.Next(2, 9), (byte)chance.Next(0, 2));
    }

    // DNS compression (RFC 1035 section 4.1.4): a pointer to itself, to the one before it, or far beyond the message.
    private void Loop(Span<byte> into, int at, int length)
    {
        for (var i = at; i + 1 < Math.Min(at + 8, length); i += 2) (into[i], into[i + 1]) = ((byte)(0xc0 | chance.Next(0, 2)), (byte)chance.Next(0, 256));
    }

    private int Repeat(Span<byte> into, int at, int length)
    {
        var count = Math.Min(chance.Next(1, 65), Math.Min(length - at, into.Length - length));
        if (count <= 0) return length;
        into[at..length].CopyTo(into[(at + count)..]);
        return length + count;
    }

    private int Splice(ReadOnlySpan<byte> other, Span<byte> into, int at, int length)
    {
        var from = other[chance.Next(0, other.Length)..];
        var count = Math.Min(from.Length, into.Length - at);
        from[..count].CopyTo(into[at..]);
        return chance.Next(0, 2) == 0 ? at + count : Math.Max(length, at + count);
    }
}

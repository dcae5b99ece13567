using System.Buffers.Binary;

namespace EdgeProbe.Probers.Path;

/// <summary>
/// What a walk sends: its token and the number of the try, which an ICMP message quotes back, and the number's complement. With it all
/// datagrams of a walk have one UDP checksum, so that even a balancer that hashes the checksum sends them one way.
/// </summary>
public static class PathDatagram
{
    public const int Length = 12;

    public static void Write(Span<byte> to, ulong token, ushort number)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, token);
        BinaryPrimitives.WriteUInt16BigEndian(to[8..], number);
        BinaryPrimitives.WriteUInt16BigEndian(to[10..], (ushort)~number);
    }

    /// <summary>
    /// Which try a quotation is of; false when it is of none of this walk. Routers need quote only eight octets behind the IP header
    /// (RFC 792), which is the UDP header: then nothing is left for us, and the number is 0.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> quoted, ulong token, out ushort number)
    {
        number = 0;
        if (quoted.IsEmpty) return true;
        if (quoted.Length < 10 || BinaryPrimitives.ReadUInt64BigEndian(quoted) != token) return false;
        number = BinaryPrimitives.ReadUInt16BigEndian(quoted[8..]);
        return number != 0;
    }
}

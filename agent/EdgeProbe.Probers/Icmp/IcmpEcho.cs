using System.Buffers.Binary;

namespace EdgeProbe.Probers.Icmp;

/// <summary>An echo request or reply (RFC 792, RFC 4443 section 4): type, code, checksum, identifier, sequence, then our token.</summary>
internal readonly record struct IcmpEcho(byte Type, ushort Identifier, ushort Sequence, ulong Token)
{
    public const int HeaderBytes = 8;
    public const int TokenBytes = 8;
    public const int MostPayloadBytes = 1024;

    public const byte RequestV4 = 8;
    public const byte ReplyV4 = 0;
    public const byte RequestV6 = 128;
    public const byte ReplyV6 = 129;

    /// <summary>Reads an echo message with a token; false when it is another type or too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IcmpEcho echo)
    {
        echo = default;
        if (bytes.Length < HeaderBytes + TokenBytes || !TryReadHeader(bytes, out echo)) return false;
        echo = echo with { Token = BinaryPrimitives.ReadUInt64BigEndian(bytes[HeaderBytes..]) };
        return true;
    }

    /// <summary>Reads what an ICMP error must quote at least: the first eight bytes (RFC 792). The token stays zero.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out IcmpEcho echo)
    {
        echo = default;
        if (bytes.Length < HeaderBytes || bytes[1] != 0) return false;
        if (bytes[0] is not (RequestV4 or ReplyV4 or RequestV6 or ReplyV6)) return false;
        echo = new IcmpEcho(
            bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]), 0);
        return true;
    }

    /// <summary>Writes the message over the whole of the span, which must hold header and token; what follows the token is zero.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes.Clear();
        bytes[0] = Type;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[HeaderBytes..], Token);
        // The kernel makes ICMPv6's checksum (it covers the addresses) and a datagram socket's; a raw IPv4 socket sends what we write.
        if (Type == RequestV4) BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], Checksum(bytes));
    }

    /// <summary>What follows the IPv4 header that a raw socket hands over; empty when the header does not fit (RFC 791 section 3.1).</summary>
    public static ReadOnlySpan<byte> BehindIpHeader(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 20 || packet[0] >> 4 != 4) return default;
        var header = (packet[0] & 15) * 4;
        return header < 20 || header > packet.Length ? default : packet[header..];
    }

    /// <summary>The Internet checksum, RFC 1071. Zero over a message whose checksum is right.</summary>
    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (bytes.Length == 1) sum += (uint)bytes[0] << 8;
        while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}

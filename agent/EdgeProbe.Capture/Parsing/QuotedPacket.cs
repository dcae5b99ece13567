using System.Buffers.Binary;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>The start of the packet that an ICMP error is about: its header and at least eight bytes (RFC 792, RFC 1812 section 4.3.2.3).</summary>
internal readonly struct QuotedPacket
{
    private const byte Icmp = 1;
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private const byte UdpLite = 136;
    private const byte Dccp = 33;
    private const byte Sctp = 132;
    private const byte IcmpV6 = 58;

    public IpAddress Source { get; private init; }

    public IpAddress Destination { get; private init; }

    public byte Protocol { get; private init; }

    /// <summary>0 where the quotation ends before it or the protocol has none; of an ICMP echo both ports are its identifier.</summary>
    public ushort SourcePort { get; private init; }

    public ushort DestinationPort { get; private init; }

    /// <summary>The four bytes behind the ports: TCP's sequence number; 0 where the quotation ends before.</summary>
    public uint Sequence { get; private init; }

    /// <summary>False when the quotation holds no whole IP header of the error's own family.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, bool v6, out QuotedPacket quoted) =>
        v6 ? TryReadV6(bytes, out quoted) : TryReadV4(bytes, out quoted);

    private static bool TryReadV4(ReadOnlySpan<byte> bytes, out QuotedPacket quoted)
    {
        quoted = default;
        if (bytes.IsEmpty || bytes[0] >> 4 != 4 || !Ipv4Packet.TryRead(bytes, out var packet)) return false;
        quoted = new QuotedPacket { Source = packet.Source, Destination = packet.Destination, Protocol = packet.Protocol };
        if (!packet.IsLaterFragment) quoted = quoted.WithTransport(bytes[packet.HeaderLength..]);
        return true;
    }

    private static bool TryReadV6(ReadOnlySpan<byte> bytes, out QuotedPacket quoted)
    {
        quoted = default;
        if (bytes.IsEmpty || bytes[0] >> 4 != 6 || !Ipv6Packet.TryRead(bytes, out var packet)) return false;
        var extensions = Ipv6Extensions.Walk(packet.NextHeader, bytes[Ipv6Packet.HeaderBytes..]);
        quoted = new QuotedPacket { Source = packet.Source, Destination = packet.Destination, Protocol = extensions.Protocol };
        if (extensions.End == ExtensionEnd.Reached) quoted = quoted.WithTransport(bytes[(Ipv6Packet.HeaderBytes + extensions.Length)..]);
        return true;
    }

    private QuotedPacket WithTransport(ReadOnlySpan<byte> transport)
    {
        var sequence = transport.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(transport[4..]) : 0;
        if (Protocol is Icmp or IcmpV6)
        {
            var echo = transport.Length >= 8 && transport[0] is 0 or 8 or 128 or 129;
            var identifier = echo ? (ushort)(sequence >> 16) : (ushort)0;
            return this with { SourcePort = identifier, DestinationPort = identifier, Sequence = sequence };
        }

        if (Protocol is not (Tcp or Udp or UdpLite or Dccp or Sctp) || transport.Length < 4) return this;
        return this with
        {
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(transport),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(transport[2..]),
            Sequence = sequence,
        };
    }
}

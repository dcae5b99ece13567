namespace EdgeProbe.Testing.Packets;

/// <summary>Whole IP packets of either family, by the family of their ends; checksums and lengths are right unless the header lies.</summary>
public static class IpPackets
{
    private static readonly IpHeader Plain = new();

    public static byte[] Tcp(Ends ends, TcpHeader tcp, ReadOnlySpan<byte> payload = default, IpHeader? ip = null) =>
        (ip ?? Plain).Around(ends.From.Address, ends.To.Address, 6, tcp.Around(ends, payload));

    public static byte[] Udp(Ends ends, ReadOnlySpan<byte> payload, IpHeader? ip = null) =>
        (ip ?? Plain).Around(ends.From.Address, ends.To.Address, 17, UdpDatagram(ends, payload));

    public static byte[] UdpDatagram(Ends ends, ReadOnlySpan<byte> payload)
    {
        byte[] datagram = new Octets().U16(ends.From.Port, ends.To.Port, 8 + payload.Length, 0).Bytes(payload);
        Checksums.Put(datagram, 6, ends.From.Address, ends.To.Address, 17);
        return datagram;
    }

    /// <summary>An echo request, or its reply, with 56 bytes behind the header as ping sends them.</summary>
    public static byte[] Echo(Ends ends, bool reply, int identifier, int sequence, IpHeader? ip = null)
    {
        var v6 = IsV6(ends);
        byte[] rest = new Octets().U16(identifier, sequence).Fill(56, (byte)'x');
        return Icmp(ends, v6 ? (reply ? 129 : 128) : (reply ? 0 : 8), 0, rest, ip);
    }

    /// <summary>An error that quotes a packet (RFC 792, RFC 4443): type, code, four bytes (0, or an MTU), the quoted packet.</summary>
    public static byte[] IcmpError(Ends ends, int type, int code, ReadOnlySpan<byte> quoted, uint word = 0) =>
        Icmp(ends, type, code, new Octets().U32(word).Bytes(quoted));

    public static byte[] Icmp(Ends ends, int type, int code, byte[] rest, IpHeader? ip = null)
    {
        byte[] message = new Octets().U8(type, code).U16(0).Bytes(rest);
        if (IsV6(ends))
        {
            Checksums.Put(message, 2, ends.From.Address, ends.To.Address, 58);
        }
        else
        {
            var sum = Checksums.Of(message);
            (message[2], message[3]) = ((byte)(sum >> 8), (byte)sum);
        }

        return (ip ?? Plain).Around(ends.From.Address, ends.To.Address, IsV6(ends) ? 58 : 1, message);
    }

    private static bool IsV6(Ends ends) => ends.From.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
}

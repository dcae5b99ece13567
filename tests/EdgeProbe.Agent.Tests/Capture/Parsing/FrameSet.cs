using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

/// <summary>One Ethernet frame of every kind that the parser knows, in one or another encapsulation.</summary>
internal static class FrameSet
{
    public static IEnumerable<(string Name, byte[] Bytes)> Whole()
    {
        foreach (var (name, v4, v6) in Packets())
        {
            yield return (name, Frames.Ethernet(v4));
            yield return ($"{name} over IPv6", Frames.Of(Encapsulation.PppoeInVlan, v6));
        }

        var segment = IpPackets.Tcp(Ends.V4(), new TcpHeader { Timestamps = (5, 9) }, new byte[60]);
        yield return ("labels", Frames.Ethernet(0x8847, new Octets().U32(0x1040).U32(0x2140).Bytes(segment).ToArray()));
        yield return ("SNAP", Frames.Ethernet(8 + segment.Length, new Octets().U8(0xaa, 0xaa, 3, 0, 0, 0).U16(0x0800).Bytes(segment).ToArray()));
        yield return ("6in4", Frames.Ethernet(new IpHeader().Around(Ends.Home, Ends.Internet, 41, IpPackets.Tcp(Ends.V6(), new TcpHeader()))));
        byte[] gre = new Octets().U16(0xb000, 0x6558).Fill(12).Bytes(Frames.Of(Encapsulation.QinQ, segment));
        yield return ("GRE", Frames.Ethernet(new IpHeader().Around(Ends.Home, Ends.Internet, 47, gre)));
        byte[] chain = [43, 0, 1, 4, 0, 0, 0, 0, 44, 0, 253, 0, 0, 0, 0, 0, 6, 0, 0, 1, 0, 0, 0, 7];
        yield return ("extensions", Frames.Ethernet(IpPackets.Tcp(
            Ends.V6(), new TcpHeader(), new byte[60], new IpHeader { Extensions = chain, FirstExtension = 0 })));
        yield return ("IPv4 options", Frames.Ethernet(IpPackets.Tcp(
            Ends.V4(), new TcpHeader(), new byte[60], new IpHeader { Options = [7, 7, 4, 0, 0, 0, 0, 0], MoreFragments = true })));
    }

    private static IEnumerable<(string Name, byte[] V4, byte[] V6)> Packets()
    {
        var everything = new TcpHeader { Timestamps = (5, 9), Sack = [(1, 2), (3, 4)] };
        yield return Both("SYN", ends => IpPackets.Tcp(ends, TcpHeader.Opening(9)));
        yield return Both("TLS hello", ends => IpPackets.Tcp(ends, everything, TlsRecords.ClientHello(80)));
        yield return Both("TLS retry", ends => IpPackets.Tcp(ends, everything, TlsRecords.HelloRetryRequest()));
        yield return Both("TLS alert", ends => IpPackets.Tcp(ends, new TcpHeader(), TlsRecords.Alert(2, 40)));
        yield return Both("DNS query", ends => IpPackets.Udp(To(ends, 53), DnsMessages.Query(7, "www.example.org")));
        yield return Both("DNS answer", ends => IpPackets.Udp(To(ends, 53).Reversed, DnsMessages.Answer(7, "www.example.org")));
        yield return Both("DNS over TCP", ends => IpPackets.Tcp(
            To(ends, 53), everything, DnsMessages.Stream(DnsMessages.Query(1, "a.test"), DnsMessages.Answer(2, "b.test"))));
        yield return Both("QUIC", ends => IpPackets.Udp(ends, [
            .. QuicPackets.Long(1, QuicPackets.Initial, [1, 2, 3, 4], [5, 6], 40), .. QuicPackets.Long(1, QuicPackets.Handshake, [1, 2, 3, 4], [5, 6], 30),
            .. QuicPackets.Short([1, 2, 3, 4], spin: true)]));
        yield return Both("QUIC versions", ends => IpPackets.Udp(ends, QuicPackets.Negotiation([1, 2], [3], 0x1a2a3a4a, 1)));
        yield return Both("QUIC short", ends => IpPackets.Udp(ends, QuicPackets.Short([1, 2, 3, 4], spin: false)));
        yield return Both("RTP", ends => IpPackets.Udp(To(ends, 40_002), RtpPackets.Packet(7, 1600, payload: 40)));
        yield return Both("SIP", ends => IpPackets.Udp(To(ends, 5060), SipMessages.Invite(
            SipMessages.Audio("192.0.2.77", 49_170, "0 96", "rtpmap:96 opus/48000/2"))));
        yield return Both("echo", ends => IpPackets.Echo(ends, reply: false, 7, 9));
        yield return Both("unreachable", ends => IpPackets.IcmpError(ends.Reversed, 3, 1, IpPackets.Tcp(ends, new TcpHeader())));
    }

    private static (string Name, byte[] V4, byte[] V6) Both(string name, Func<Ends, byte[]> packet) => (name, packet(Ends.V4()), packet(Ends.V6()));

    private static Ends To(Ends ends, int port) => new(ends.From, new(ends.To.Address, port));
}

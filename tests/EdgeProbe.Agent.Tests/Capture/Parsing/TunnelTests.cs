using System.Net;
using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class TunnelTests
{
    private const int Gre = 47;

    private static readonly byte[] Inner = IpPackets.Tcp(Ends.V4(), new TcpHeader { Timestamps = (5, 9) }, new byte[100]);
    private static readonly byte[] InnerV6 = IpPackets.Tcp(Ends.V6(), new TcpHeader { Timestamps = (5, 9) }, new byte[100]);
    private static readonly IPAddress Near = IPAddress.Parse("203.0.113.1");
    private static readonly IPAddress Far = IPAddress.Parse("203.0.113.2");
    private static readonly IPAddress NearV6 = IPAddress.Parse("2001:db8:f::1");
    private static readonly IPAddress FarV6 = IPAddress.Parse("2001:db8:f::2");

    public static TheoryData<string, byte[], bool> Tunnels => new()
    {
        { "4in4", Over(4, Inner), false },
        { "6in4", Over(41, InnerV6), true },
        { "4in6", OverV6(4, Inner), false },
        { "6in6", OverV6(41, InnerV6), true },
        { "GRE", Over(Gre, new Octets().U16(0, 0x0800).Bytes(Inner)), false },
        { "GRE with checksum, key and sequence", Over(Gre, new Octets().U16(0xb000, 0x86dd).Fill(12).Bytes(InnerV6)), true },
        { "GRE over IPv6", OverV6(Gre, new Octets().U16(0x2000, 0x0800).U32(9).Bytes(Inner)), false },
        { "Ethernet in GRE", Over(Gre, new Octets().U16(0, 0x6558).Bytes(Frames.Of(Encapsulation.Vlan, Inner))), false },
        { "labels in GRE", Over(Gre, new Octets().U16(0, 0x8847).U32(0x1140).Bytes(Inner)), false },
    };

    [Theory]
    [MemberData(nameof(Tunnels))]
    public void The_packet_inside_is_told_and_said_to_be_inside(string tunnel, byte[] packet, bool v6)
    {
        Assert.NotEmpty(tunnel);
        var expected = Parsed.Packet(v6 ? InnerV6 : Inner).One;
        expected.Flags |= ObservationFlags.Tunnelled;
        var parsed = Parsed.Packet(packet);
        Assert.Equal(Parsed.BytesOf(expected), Parsed.BytesOf(parsed.One));
        Assert.Equal(("tunnelled", 1L, 0L), (parsed.Reasons, parsed.Counters.Tcp, parsed.Counters.OtherIp));
    }

    [Theory]
    [MemberData(nameof(Tunnels))]
    public void A_tunnel_in_a_tunnel_is_told_by_the_outermost_packet(string tunnel, byte[] packet, bool v6)
    {
        Assert.True(tunnel.Length > 0 || v6);
        var twice = packet[0] >> 4 == 4 ? Over(4, packet) : Over(41, packet);
        var parsed = Parsed.Packet(twice);
        Assert.Equal((ObservationKind.Other, Near, ObservationFlags.None), (parsed.One.Kind, parsed.One.Source.ToIPAddress(), parsed.One.Flags));
        Assert.Equal(((uint)twice.Length, twice[9]), (parsed.One.IpLength, parsed.One.Protocol));
        Assert.Equal((1, 1), (parsed.Counters.TunnelTooDeep, parsed.Counters.OtherIp));
    }

    [Fact]
    public void A_thousand_tunnels_end()
    {
        var packet = Inner;
        for (var depth = 0; depth < 1000; depth++) packet = Over(4, packet);
        Assert.Equal(ObservationKind.Other, Parsed.Packet(packet).One.Kind);
    }

    [Theory]
    [InlineData(0x0001, 0x880b)]
    [InlineData(0x4000, 0x0800)]
    [InlineData(0x0000, 0x88be)]
    [InlineData(0x0000, 0x0000)]
    [InlineData(0x0000, 0x0806)]
    public void A_GRE_packet_of_another_kind_counts_its_bytes(int flags, int etherType)
    {
        var parsed = Parsed.Packet(Over(Gre, new Octets().U16(flags, etherType).Bytes(Inner)));
        Assert.Equal((ObservationKind.Other, Near, 1L), (parsed.One.Kind, parsed.One.Source.ToIPAddress(), parsed.Counters.TunnelNotUnderstood));
    }

    [Fact]
    public void What_is_not_whole_inside_leaves_the_packet_around_it()
    {
        foreach (var length in new[] { 0, 1, 19 })
        {
            var parsed = Parsed.Packet(Over(4, Inner[..length]));
            Assert.Equal((ObservationKind.Other, Near, 4), (parsed.One.Kind, parsed.One.Source.ToIPAddress(), parsed.One.Protocol));
            Assert.Equal(1, parsed.Counters.TunnelNotUnderstood);
        }
    }

    [Fact]
    public void A_fragmented_tunnel_packet_is_as_long_as_the_packet_inside_says()
    {
        var whole = IpPackets.Tcp(Ends.V4(), new TcpHeader(), new byte[1460]);
        var parsed = Parsed.Packet(new IpHeader { MoreFragments = true }.Around(Near, Far, 4, whole.AsSpan(0, 1480)));
        Assert.Equal((1500u, 1460u), (parsed.One.IpLength, parsed.One.PayloadLength));
        Assert.Equal((ObservationFlags.Tunnelled, "tunnelled first_fragments"), (parsed.One.Flags, parsed.Reasons));
    }

    private static byte[] Over(int protocol, byte[] inside) => new IpHeader().Around(Near, Far, protocol, inside);

    private static byte[] OverV6(int protocol, byte[] inside) => new IpHeader().Around(NearV6, FarV6, protocol, inside);
}

using System.Net;
using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class IpTests
{
    private static readonly TcpHeader Tcp = new() { Timestamps = (5, 9) };

    [Fact]
    public void An_IPv4_header_is_told_whole()
    {
        var packet = IpPackets.Tcp(Ends.V4(), Tcp, new byte[100], new IpHeader { Identification = 4711, TimeToLive = 57, TrafficClass = 0xb9 });
        var seen = Parsed.Packet(packet).One;
        Assert.Equal(Parsed.TimeNs, seen.TimeNs);
        Assert.Equal((Ends.Home, Ends.Internet), (seen.Source.ToIPAddress(), seen.Destination.ToIPAddress()));
        Assert.Equal((6, 4711, 57, 0xb9), (seen.Protocol, seen.IpId, seen.TimeToLive, seen.TrafficClass));
        Assert.Equal((152u, 100u, ObservationFlags.None), (seen.IpLength, seen.PayloadLength, seen.Flags));
    }

    [Fact]
    public void An_IPv6_header_is_told_whole()
    {
        var packet = IpPackets.Tcp(Ends.V6(), Tcp, new byte[100], new IpHeader { TimeToLive = 57, TrafficClass = 0xb9 });
        var seen = Parsed.Packet(packet).One;
        Assert.Equal((Ends.HomeV6, Ends.InternetV6), (seen.Source.ToIPAddress(), seen.Destination.ToIPAddress()));
        Assert.Equal((6, 0, 57, 0xb9), (seen.Protocol, seen.IpId, seen.TimeToLive, seen.TrafficClass));
        Assert.Equal((172u, 100u, ObservationFlags.V6), (seen.IpLength, seen.PayloadLength, seen.Flags));
    }

    [Fact]
    public void Options_are_no_payload()
    {
        var seen = Parsed.Packet(IpPackets.Tcp(Ends.V4(), Tcp, new byte[100], new IpHeader { Options = new byte[40] })).One;
        Assert.Equal((192u, 100u), (seen.IpLength, seen.PayloadLength));
    }

    [Theory]
    [InlineData(false, 1400)]
    [InlineData(false, 80_000)]
    [InlineData(true, 1400)]
    [InlineData(true, 80_000)]
    public void A_length_of_zero_is_left_to_the_network_card_and_read_off_the_frame(bool v6, int payload)
    {
        var packet = IpPackets.Tcp(v6 ? Ends.V6() : Ends.V4(), Tcp, new byte[payload], new IpHeader { SaidLength = 0 });
        var parsed = Parsed.Packet(packet.AsSpan(0, 200), packet.Length);
        Assert.Equal(((uint)packet.Length, (uint)payload), (parsed.One.IpLength, parsed.One.PayloadLength));
        Assert.Equal(payload > 1500, parsed.One.Flags.HasFlag(ObservationFlags.Merged));
        Assert.Equal("length_from_frame", parsed.Reasons);
    }

    [Fact]
    public void A_jumbogram_says_its_length_in_an_option()
    {
        // Hop-by-hop: next header TCP, 8 bytes; jumbo option, 4 bytes (RFC 2675 section 2).
        byte[] jumbo = new Octets().U8(6, 0, 0xc2, 4).U32(8 + 32 + 70_000);
        var header = new IpHeader { SaidLength = 0, Extensions = jumbo, FirstExtension = 0 };
        var packet = IpPackets.Tcp(Ends.V6(), Tcp, new byte[70_000], header);
        var parsed = Parsed.Packet([.. packet, .. new byte[10]]);
        Assert.Equal((40u + 8 + 32 + 70_000, 70_000u), (parsed.One.IpLength, parsed.One.PayloadLength));
        Assert.Equal("", parsed.Reasons);
    }

    [Fact]
    public void A_payload_length_of_zero_in_a_padded_frame_is_meant()
    {
        byte[] frame = [.. Frames.Ethernet(new IpHeader().Around(Ends.HomeV6, Ends.InternetV6, 59, default)), 0, 0, 0, 0, 0, 0];
        Assert.Equal(40u, Parsed.Frame(frame).One.IpLength);
        frame[20] = 6;
        Assert.Equal((40u, ObservationKind.Other), (Parsed.Frame(frame).One.IpLength, Parsed.Frame(frame).One.Kind));
    }

    [Fact]
    public void A_snapped_packet_is_as_long_as_it_says()
    {
        foreach (var ends in new[] { Ends.V4(), Ends.V6() })
        {
            var packet = IpPackets.Tcp(ends, Tcp, new byte[1400]);
            var parsed = Parsed.Packet(packet.AsSpan(0, 96), packet.Length);
            Assert.Equal((1400u, ""), (parsed.One.PayloadLength, parsed.Reasons));
        }
    }

    [Fact]
    public void A_length_beyond_the_frame_is_counted_and_believed()
    {
        var parsed = Parsed.Packet(IpPackets.Tcp(Ends.V4(), Tcp, new byte[10], new IpHeader { SaidLength = 1500 }));
        Assert.Equal((1500u, "length_beyond_frame"), (parsed.One.IpLength, parsed.Reasons));
    }

    [Theory]
    [InlineData(0x44, 100, "ip_header_malformed")]
    [InlineData(0x40, 100, "ip_header_malformed")]
    [InlineData(0x45, 19, "ip_header_malformed")]
    [InlineData(0x4f, 59, "ip_header_malformed")]
    public void A_header_that_is_shorter_than_it_can_be_is_none(int first, int length, string reason)
    {
        var packet = IpPackets.Tcp(Ends.V4(), Tcp, new byte[48], new IpHeader { SaidLength = length });
        packet[0] = (byte)first;
        var parsed = Parsed.Packet(packet);
        Assert.Empty(parsed.Observations);
        Assert.Equal(reason, parsed.Reasons);
    }

    [Fact]
    public void What_is_not_understood_behind_IP_counts_its_bytes()
    {
        var seen = Parsed.Packet(new IpHeader().Around(Ends.Home, Ends.Internet, 132, new byte[200])).One;
        Assert.Equal((ObservationKind.Other, 220u, 0u, 132), (seen.Kind, seen.IpLength, seen.PayloadLength, seen.Protocol));
    }

    [Fact]
    public void Each_family_has_its_own_ICMP()
    {
        Assert.Equal(ObservationKind.Other, Parsed.Packet(new IpHeader().Around(Ends.Home, Ends.Internet, 58, [128, 0, 0, 0, 0, 1, 0, 1])).One.Kind);
        Assert.Equal(ObservationKind.Other, Parsed.Packet(new IpHeader().Around(Ends.HomeV6, Ends.InternetV6, 1, [8, 0, 0, 0, 0, 1, 0, 1])).One.Kind);
    }

    [Fact]
    public void Addresses_of_IPv6_that_hold_IPv4_stay_apart_by_their_flag() =>
        Assert.Equal(IPAddress.Parse("64:ff9b::c000:20a"), Parsed.Packet(
            new IpHeader().Around(IPAddress.Parse("64:ff9b::192.0.2.10"), Ends.InternetV6, 59, default)).One.Source.ToIPAddress());
}

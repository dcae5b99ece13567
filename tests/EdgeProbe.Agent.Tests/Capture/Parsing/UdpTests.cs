using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class UdpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_datagram_is_told_whole(bool v6)
    {
        var packet = IpPackets.Udp(v6 ? Ends.V6(40_000, 3478) : Ends.V4(40_000, 3478), [0, 1, 2, 3]);
        var seen = Parsed.Packet(packet).One;
        Assert.Equal((ObservationKind.Udp, 40_000, 3478, 4u), (seen.Kind, seen.SourcePort, seen.DestinationPort, seen.PayloadLength));
        Assert.Equal((UdpShape.None, 0, packet[^6] << 8 | packet[^5]), (seen.Udp.Shape, seen.Udp.FirstByte, seen.Checksum));
    }

    [Fact]
    public void An_empty_datagram_is_a_datagram() =>
        Assert.Equal((ObservationKind.Udp, 0u), (Parsed.Packet(IpPackets.Udp(Ends.V4(), [])).One.Kind, Parsed.Packet(IpPackets.Udp(Ends.V4(), [])).One.PayloadLength));

    [Theory]
    [InlineData(5353)]
    [InlineData(5355)]
    [InlineData(137)]
    public void Names_of_the_local_link_are_no_DNS_and_have_no_shape(int port)
    {
        foreach (var payload in new[] { DnsMessages.Query(7, "printer.local"), RtpPackets.Packet(1, 2), QuicPackets.Long(1, 0, [1, 2], [3]) })
        {
            var parsed = Parsed.Packet(IpPackets.Udp(Ends.V4(40_000, port), payload));
            Assert.Equal((ObservationKind.Udp, UdpShape.None, ""), (parsed.One.Kind, parsed.One.Udp.Shape, parsed.Reasons));
        }
    }

    [Fact]
    public void A_length_longer_than_IPs_is_counted_and_IPs_is_trusted()
    {
        var packet = IpPackets.Udp(Ends.V4(), new byte[50]);
        packet[24] = 9;
        var parsed = Parsed.Packet(packet);
        Assert.Equal((50u, "udp_length_wrong"), (parsed.One.PayloadLength, parsed.Reasons));
    }

    [Fact]
    public void A_length_shorter_than_IPs_is_what_the_sender_meant()
    {
        var packet = IpPackets.Udp(Ends.V4(40_000, 53), [.. DnsMessages.Query(7, "a.test"), 9, 9, 9]);
        packet[25] -= 3;
        var parsed = Parsed.Packet(packet);
        Assert.Equal((ObservationKind.Dns, (uint)DnsMessages.Query(7, "a.test").Length), (parsed.One.Kind, parsed.One.PayloadLength));
    }

    [Fact]
    public void A_length_of_zero_is_IPs()
    {
        var packet = IpPackets.Udp(Ends.V4(), new byte[50]);
        (packet[24], packet[25]) = (0, 0);
        Assert.Equal((50u, ""), (Parsed.Packet(packet).One.PayloadLength, Parsed.Packet(packet).Reasons));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_length_shorter_than_the_header_is_malformed(int length)
    {
        var packet = IpPackets.Udp(Ends.V4(), new byte[50]);
        (packet[24], packet[25]) = (0, (byte)length);
        Assert.Equal((ObservationKind.Other, "udp_header_malformed"), (Parsed.Packet(packet).One.Kind, Parsed.Packet(packet).Reasons));
    }

    [Fact]
    public void A_header_that_was_cut_off_leaves_the_bytes()
    {
        var packet = IpPackets.Udp(Ends.V4(), new byte[50]);
        for (var kept = 0; kept < 8; kept++)
        {
            var parsed = Parsed.Packet(packet.AsSpan(0, 20 + kept), packet.Length);
            Assert.Equal((ObservationKind.Other, 78u, "udp_header_cut"), (parsed.One.Kind, parsed.One.IpLength, parsed.Reasons));
        }

        Assert.Equal("udp_header_malformed", Parsed.Packet(new IpHeader().Around(Ends.Home, Ends.Internet, 17, new byte[7])).Reasons);
    }
}

using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class FragmentTests
{
    private static readonly IpHeader First = new() { MoreFragments = true };

    [Fact]
    public void The_first_fragment_of_a_segment_has_ports_and_no_known_length()
    {
        var parsed = Parsed.Packet(IpPackets.Tcp(Ends.V4(), new TcpHeader(), new byte[100], First));
        Assert.Equal((ObservationKind.Tcp, 443, 0u), (parsed.One.Kind, parsed.One.DestinationPort, parsed.One.PayloadLength));
        Assert.Equal((ObservationFlags.FirstFragment, 140u, "first_fragments"), (parsed.One.Flags, parsed.One.IpLength, parsed.Reasons));
    }

    [Fact]
    public void The_first_fragment_of_a_datagram_says_the_length_of_the_whole()
    {
        var packet = IpPackets.Udp(Ends.V4(40_000, 53).Reversed, DnsMessages.Answer(7, "a.test", records: 80), First);
        var parsed = Parsed.Packet(packet.AsSpan(0, 500), 500);
        Assert.Equal((ObservationKind.Dns, ObservationFlags.FirstFragment), (parsed.One.Kind, parsed.One.Flags));
        Assert.Equal((uint)packet.Length - 28, parsed.One.PayloadLength);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(17)]
    [InlineData(1)]
    public void A_later_fragment_counts_its_bytes_only(int protocol)
    {
        var packet = new IpHeader { FragmentOffset = 185 }.Around(Ends.Home, Ends.Internet, protocol, new byte[100]);
        var parsed = Parsed.Packet(packet);
        Assert.Equal((ObservationKind.Other, protocol, 120u), (parsed.One.Kind, parsed.One.Protocol, parsed.One.IpLength));
        Assert.Equal((0, 0, "later_fragments"), (parsed.One.SourcePort, parsed.One.DestinationPort, parsed.Reasons));
    }

    [Fact]
    public void A_fragment_too_small_for_the_transport_header_counts_its_bytes_only()
    {
        foreach (var size in new[] { 8, 16, 24 })
        {
            var segment = new TcpHeader { Timestamps = (1, 2) }.Around(Ends.V4(), default);
            var parsed = Parsed.Packet(First.Around(Ends.Home, Ends.Internet, 6, segment.AsSpan(0, size)));
            Assert.Equal((ObservationKind.Other, "first_fragments tcp_header_malformed"), (parsed.One.Kind, parsed.Reasons));
        }
    }
}

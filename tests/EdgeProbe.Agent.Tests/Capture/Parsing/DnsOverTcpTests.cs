using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class DnsOverTcpTests
{
    private static readonly Ends Asking = Ends.V4(40_000, 53);

    [Fact]
    public void A_message_follows_its_segment_and_counts_no_bytes()
    {
        var parsed = Segment(DnsMessages.Query(0x1234, "www.example.org"));
        Assert.Equal([ObservationKind.Tcp, ObservationKind.Dns], parsed.Observations.Select(seen => seen.Kind));
        var (tcp, dns) = (parsed.Observations[0], parsed.Observations[1]);
        Assert.Equal((35u, 75u), (tcp.PayloadLength, tcp.IpLength));
        Assert.Equal((0u, 0u, ObservationFlags.Derived), (dns.PayloadLength, dns.IpLength, dns.Flags));
        Assert.Equal((tcp.Source, tcp.Destination, tcp.SourcePort, tcp.DestinationPort, 6), (dns.Source, dns.Destination, dns.SourcePort, dns.DestinationPort, dns.Protocol));
        Assert.Equal((0x1234, tcp.TimeNs), (dns.Dns.Id, dns.TimeNs));
        Assert.Equal((1L, 0L, 1L), (parsed.Counters.Tcp, parsed.Counters.Dns, parsed.Counters.DnsOverTcp));
    }

    [Fact]
    public void Pipelined_messages_are_told_one_by_one()
    {
        var parsed = Segment(DnsMessages.Query(1, "a.test"), DnsMessages.Query(2, "b.test"), DnsMessages.Answer(3, "c.test"));
        Assert.Equal([1, 2, 3], parsed.Observations[1..].Select(seen => (int)seen.Dns.Id));
    }

    [Fact]
    public void More_messages_than_there_is_room_for_are_counted()
    {
        var many = Enumerable.Range(0, 40).Select(id => DnsMessages.Query(id, "a.test")).ToArray();
        var parsed = Segment(many);
        Assert.Equal(FrameParser.MaxObservations, parsed.Observations.Length);
        Assert.Equal((15L, 1L), (parsed.Counters.DnsOverTcp, parsed.Counters.DnsNoRoom));
    }

    [Fact]
    public void A_long_answer_is_told_by_its_first_segment()
    {
        var stream = DnsMessages.Stream(DnsMessages.Answer(7, "a.test", records: 500));
        var first = Parsed.Packet(IpPackets.Tcp(Asking.Reversed, new TcpHeader(), stream.AsSpan(0, 1400)));
        Assert.Equal((7, ""), (first.Observations[1].Dns.Id, first.Reasons.Replace("dns_over_tcp", "")));
        var second = Parsed.Packet(IpPackets.Tcp(Asking.Reversed, new TcpHeader(), stream.AsSpan(1400, 1400)));
        Assert.Equal((1, "dns_stream_unclear"), (second.Observations.Length, second.Reasons));
    }

    [Fact]
    public void One_byte_a_segment_begins_no_message()
    {
        foreach (var octet in DnsMessages.Stream(DnsMessages.Query(7, "a.test")))
            Assert.Equal(ObservationKind.Tcp, Parsed.Packet(IpPackets.Tcp(Asking, new TcpHeader(), [octet])).One.Kind);
    }

    [Fact]
    public void A_message_whose_length_came_before_begins_none() =>
        Assert.Equal(ObservationKind.Tcp, Parsed.Packet(IpPackets.Tcp(Asking, new TcpHeader(), DnsMessages.Query(0x0fff, "www.example.org"))).One.Kind);

    [Fact]
    public void Cut_at_every_length_messages_are_themselves_or_absent()
    {
        var packet = IpPackets.Tcp(Asking, new TcpHeader(), DnsMessages.Stream(DnsMessages.Query(1, "a.test"), DnsMessages.Query(2, "b.test")));
        for (var kept = 40; kept <= packet.Length; kept++)
        {
            var parsed = Parsed.Packet(packet.AsSpan(0, kept), packet.Length);
            var expected = 1 + (kept >= 54 ? 1 : 0) + (kept >= 40 + 26 + 14 ? 1 : 0);
            Assert.Equal((kept, expected), (kept, parsed.Observations.Length));
        }
    }

    [Fact]
    public void Ports_other_than_53_hold_no_DNS() =>
        Assert.Single(Parsed.Packet(IpPackets.Tcp(Ends.V4(40_000, 5353), new TcpHeader(), DnsMessages.Stream(DnsMessages.Query(1, "a.test")))).Observations);

    private static Parsed Segment(params byte[][] messages) =>
        Parsed.Packet(IpPackets.Tcp(Asking, new TcpHeader(), DnsMessages.Stream(messages)));
}

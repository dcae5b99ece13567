using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class DnsTests
{
    private static readonly Ends Asking = Ends.V4(40_000, 53);

    [Fact]
    public void A_query_is_told_by_id_type_and_hashed_name()
    {
        var parsed = Parsed.Packet(IpPackets.Udp(Asking, DnsMessages.Query(0x1234, "www.example.org", DnsMessages.Aaaa)));
        var seen = parsed.One;
        Assert.Equal((ObservationKind.Dns, 40_000, 53, 33u), (seen.Kind, seen.SourcePort, seen.DestinationPort, seen.PayloadLength));
        Assert.Equal((0x1234, DnsMessages.Aaaa, 0, 0), (seen.Dns.Id, seen.Dns.QueryType, seen.Dns.ResponseCode, seen.Dns.Opcode));
        Assert.Equal((int)DnsFlags.HasQuestion, (int)seen.Dns.Flags);
        Assert.NotEqual(0ul, seen.Dns.NameHash);
        Assert.Equal((1L, 0L, ""), (parsed.Counters.Dns, parsed.Counters.Udp, parsed.Reasons));
    }

    [Theory]
    [InlineData(0, 1, false, (int)DnsFlags.HasAnswer)]
    [InlineData(0, 0, false, (int)DnsFlags.None)]
    [InlineData(3, 0, false, (int)DnsFlags.None)]
    [InlineData(2, 0, true, (int)DnsFlags.Truncated)]
    public void An_answer_says_its_code_and_whether_it_holds_anything(int rcode, int records, bool truncated, int flags)
    {
        var seen = Parsed.Packet(IpPackets.Udp(Asking.Reversed, DnsMessages.Answer(7, "a.test", rcode: rcode, records: records, truncated: truncated))).One;
        Assert.Equal((int)(DnsFlags.Response | DnsFlags.HasQuestion) | flags, (int)seen.Dns.Flags);
        Assert.Equal(rcode, seen.Dns.ResponseCode);
    }

    [Fact]
    public void A_name_has_one_hash_in_all_its_spellings_in_query_and_answer_over_both_transports()
    {
        var expected = HashOf(DnsMessages.Query(1, "www.example.org"));
        Assert.Equal(expected, HashOf(DnsMessages.Query(2, "wWw.EXAMPLE.oRG")));
        Assert.Equal(expected, HashOf(DnsMessages.Answer(1, "WWW.example.org")));
        var overTcp = Parsed.Packet(IpPackets.Tcp(Asking, new TcpHeader(), DnsMessages.Stream(DnsMessages.Query(3, "www.Example.org"))));
        Assert.Equal(expected, overTcp.Observations[1].Dns.NameHash);
        Assert.NotEqual(expected, HashOf(DnsMessages.Query(1, "wwwexample.org")));
        Assert.NotEqual(expected, HashOf(DnsMessages.Query(1, "www.example.orh")));
        Assert.NotEqual(0ul, HashOf(DnsMessages.Query(1, ".")));
    }

    [Fact]
    public void A_pointer_in_the_question_is_not_followed()
    {
        byte[] loop = new Octets().U16(7, 0x0100, 1, 0, 0, 0).U8(1, 'a').U16(0xc00c).U16(1, 1);
        var parsed = Parsed.Packet(IpPackets.Udp(Asking, loop));
        Assert.Equal((ObservationKind.Dns, 0ul, 0), (parsed.One.Kind, parsed.One.Dns.NameHash, parsed.One.Dns.QueryType));
        Assert.Equal("dns_pointer_in_question", parsed.Reasons);
    }

    [Fact]
    public void A_response_without_question_has_no_name()
    {
        var parsed = Parsed.Packet(IpPackets.Udp(Asking.Reversed, new Octets().U16(7, 0x8181, 0, 0, 0, 0)));
        Assert.Equal((DnsFlags.Response, 1, 0ul, ""), (parsed.One.Dns.Flags, parsed.One.Dns.ResponseCode, parsed.One.Dns.NameHash, parsed.Reasons));
    }

    public static TheoryData<string, byte[]> Garbage => new()
    {
        { "empty", [] },
        { "eleven bytes", new byte[11] },
        { "unassigned opcode", new Octets().U16(7, 0x1800, 1, 0, 0, 0).Bytes(DnsMessages.Name("a.test")).U16(1, 1) },
        { "opcode 7", new Octets().U16(7, 0x3800, 1, 0, 0, 0).Bytes(DnsMessages.Name("a.test")).U16(1, 1) },
        { "query with a response code", new Octets().U16(7, 0x0103, 1, 0, 0, 0).Bytes(DnsMessages.Name("a.test")).U16(1, 1) },
        { "two questions", new Octets().U16(7, 0x0100, 2, 0, 0, 0).Fill(40) },
        { "more records than there is room for", new Octets().U16(7, 0x8180, 1, 9, 0, 0).Bytes(DnsMessages.Name("a.test")).U16(1, 1) },
        { "reserved label", new Octets().U16(7, 0x0100, 1, 0, 0, 0).U8(0x40).Fill(40) },
        { "label past the end", new Octets().U16(7, 0x0100, 1, 0, 0, 0).U8(60).Fill(20, 0x61) },
        { "name without end", new Octets().U16(7, 0x0100, 1, 0, 0, 0).U8(4).Fill(4, 0x61) },
        { "type without class", new Octets().U16(7, 0x0100, 1, 0, 0, 0).Bytes(DnsMessages.Name("a.test")).U16(1) },
        { "name of 300 bytes", new Octets().U16(7, 0x0100, 1, 0, 0, 0).Bytes(DnsMessages.Name(string.Join('.', Enumerable.Repeat("sixteen-letters1", 18)))).U16(1, 1) },
        { "encrypted", new Octets().Fill(200, 0xa7) },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public void Garbage_on_port_53_is_counted_and_stays_a_datagram(string what, byte[] payload)
    {
        Assert.NotEmpty(what);
        var parsed = Parsed.Packet(IpPackets.Udp(Asking, payload));
        Assert.Equal((ObservationKind.Udp, UdpShape.None, "dns_malformed"), (parsed.One.Kind, parsed.One.Udp.Shape, parsed.Reasons));
        Assert.Equal((uint)payload.Length, parsed.One.PayloadLength);
    }

    [Fact]
    public void A_name_of_255_bytes_is_the_longest()
    {
        var name = string.Join('.', new string('x', 63), new string('y', 63), new string('z', 63), new string('w', 61));
        Assert.NotEqual(0ul, HashOf(DnsMessages.Query(1, name)));
        Assert.Equal("dns_malformed", Parsed.Packet(IpPackets.Udp(Asking, DnsMessages.Query(1, name + "w"))).Reasons);
    }

    [Fact]
    public void A_message_cut_by_the_snap_length_tells_what_is_there()
    {
        var packet = IpPackets.Udp(Asking.Reversed, DnsMessages.Answer(7, "www.example.org", rcode: 0));
        var question = 28 + 12 + 17 + 4;
        for (var kept = 28; kept < packet.Length; kept++)
        {
            var parsed = Parsed.Packet(packet.AsSpan(0, kept), packet.Length);
            Assert.Equal(kept < 40 ? ObservationKind.Udp : ObservationKind.Dns, parsed.One.Kind);
            Assert.Equal(kept < 40 ? "dns_header_cut" : kept < question ? "dns_question_cut" : "", parsed.Reasons);
            if (kept >= 40) Assert.Equal((kept >= question, 7), (parsed.One.Dns.NameHash != 0, parsed.One.Dns.Id));
        }
    }

    [Fact]
    public void On_another_port_a_plain_question_and_its_answer_are_guesses()
    {
        var elsewhere = Ends.V4(40_000, 5300);
        foreach (var packet in new[] { IpPackets.Udp(elsewhere, DnsMessages.Query(7, "a.test")), IpPackets.Udp(elsewhere.Reversed, DnsMessages.Answer(7, "A.test")) })
        {
            var parsed = Parsed.Packet(packet);
            Assert.Equal((ObservationKind.Dns, ObservationFlags.Guessed, 7), (parsed.One.Kind, parsed.One.Flags, parsed.One.Dns.Id));
            Assert.Equal(HashOf(DnsMessages.Query(7, "a.test")), parsed.One.Dns.NameHash);
        }

        Assert.Equal(ObservationKind.Udp, Parsed.Packet(IpPackets.Udp(elsewhere, DnsMessages.Query(7, "a.test").AsSpan()[..^1])).One.Kind);
    }

    private static ulong HashOf(byte[] message) => Parsed.Packet(IpPackets.Udp(Asking, message)).One.Dns.NameHash;
}

using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class IcmpTests
{
    private static readonly Ends Reporting = Ends.V4(0, 0).Reversed;
    private static readonly Ends ReportingV6 = Ends.V6(0, 0).Reversed;

    [Theory]
    [InlineData(false, false, 8)]
    [InlineData(false, true, 0)]
    [InlineData(true, false, 128)]
    [InlineData(true, true, 129)]
    public void An_echo_is_told_by_identifier_and_sequence(bool v6, bool reply, int type)
    {
        var parsed = Parsed.Packet(IpPackets.Echo(v6 ? Ends.V6() : Ends.V4(), reply, 77, 65_535));
        Assert.Equal((ObservationKind.IcmpEcho, 77, 77), (parsed.One.Kind, parsed.One.SourcePort, parsed.One.DestinationPort));
        Assert.Equal((type, 0, 65_535, 56u), (parsed.One.Icmp.Type, parsed.One.Icmp.Code, parsed.One.Icmp.Sequence, parsed.One.PayloadLength));
        Assert.Equal((1L, ""), (parsed.Counters.Icmp, parsed.Reasons));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3, 4)]
    [InlineData(4, 0)]
    [InlineData(11, 0)]
    [InlineData(12, 0)]
    public void An_error_speaks_of_the_packet_that_it_quotes(int type, int code)
    {
        var about = IpPackets.Tcp(Ends.V4(50_001, 443), new TcpHeader { Sequence = 0xcafe0001 });
        var parsed = Parsed.Packet(IpPackets.IcmpError(Reporting, type, code, about.AsSpan(0, 28)));
        AssertAbout(parsed.One, Ends.V4(50_001, 443), 6, 0xcafe0001);
        Assert.Equal((type, code), (parsed.One.Icmp.Type, parsed.One.Icmp.Code));
        Assert.Equal((Ends.Internet, Ends.Home), (parsed.One.Icmp.Reporter.ToIPAddress(), parsed.One.Icmp.Receiver.ToIPAddress()));
        Assert.Equal("", parsed.Reasons);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void An_error_of_IPv6_looks_behind_extension_headers(int type, int code)
    {
        var header = new IpHeader { Extensions = [17, 0, 1, 4, 0, 0, 0, 0], FirstExtension = 60 };
        var about = IpPackets.Udp(Ends.V6(50_001, 443), [1, 2, 3, 4], header);
        var parsed = Parsed.Packet(IpPackets.IcmpError(ReportingV6, type, code, about));
        AssertAbout(parsed.One, Ends.V6(50_001, 443), 17, parsed.One.Icmp.QuotedSequence);
        Assert.Equal(12u, parsed.One.Icmp.QuotedSequence >> 16);
        Assert.Equal((Ends.InternetV6, Ends.HomeV6), (parsed.One.Icmp.Reporter.ToIPAddress(), parsed.One.Icmp.Receiver.ToIPAddress()));
    }

    [Fact]
    public void A_quoted_echo_has_its_identifier_for_ports()
    {
        var parsed = Parsed.Packet(IpPackets.IcmpError(Reporting, 11, 0, IpPackets.Echo(Ends.V4(), false, 77, 9)));
        AssertAbout(parsed.One, Ends.V4(77, 77), 1, 77 << 16 | 9);
        var v6 = Parsed.Packet(IpPackets.IcmpError(ReportingV6, 3, 0, IpPackets.Echo(Ends.V6(), false, 77, 9)));
        AssertAbout(v6.One, Ends.V6(77, 77), 58, 77 << 16 | 9);
    }

    [Fact]
    public void A_quoted_later_fragment_has_no_ports()
    {
        var about = new IpHeader { FragmentOffset = 100 }.Around(Ends.Home, Ends.Internet, 17, new byte[20]);
        AssertAbout(Parsed.Packet(IpPackets.IcmpError(Reporting, 11, 1, about)).One, Ends.V4(0, 0), 17, 0);
    }

    [Fact]
    public void A_quotation_cut_at_every_length_tells_what_is_there()
    {
        var about = IpPackets.Tcp(Ends.V4(50_001, 443), new TcpHeader { Sequence = 0xcafe0001 });
        for (var quoted = 0; quoted <= 28; quoted++)
        {
            var parsed = Parsed.Packet(IpPackets.IcmpError(Reporting, 3, 1, about.AsSpan(0, quoted)));
            if (quoted < 20)
            {
                Assert.Equal((ObservationKind.Other, "icmp_quote_not_understood"), (parsed.One.Kind, parsed.Reasons));
                continue;
            }

            AssertAbout(parsed.One, quoted < 24 ? Ends.V4(0, 0) : Ends.V4(50_001, 443), 6, quoted < 28 ? 0 : 0xcafe0001);
        }
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(13, 0)]
    [InlineData(8, 1)]
    public void Redirects_and_other_types_count_their_bytes(int type, int code)
    {
        var parsed = Parsed.Packet(IpPackets.Icmp(Reporting, type, code, new byte[40]));
        Assert.Equal((ObservationKind.Other, 1, 1L, 0L), (parsed.One.Kind, parsed.One.Protocol, parsed.Counters.Icmp, parsed.Counters.OtherIp));
        Assert.Equal(ObservationKind.Other, Parsed.Packet(IpPackets.Icmp(ReportingV6, 135, 0, new byte[20])).One.Kind);
    }

    [Fact]
    public void A_message_shorter_than_its_header_leaves_the_bytes()
    {
        var packet = IpPackets.Echo(Ends.V4(), false, 1, 1);
        for (var kept = 20; kept < 28; kept++)
            Assert.Equal("icmp_header_cut", Parsed.Packet(packet.AsSpan(0, kept), packet.Length).Reasons);
    }

    [Fact]
    public void An_error_that_quotes_the_other_family_is_not_understood()
    {
        Assert.Equal("icmp_quote_not_understood", Parsed.Packet(IpPackets.IcmpError(Reporting, 3, 1, IpPackets.Tcp(Ends.V6(), new TcpHeader()))).Reasons);
        Assert.Equal("icmp_quote_not_understood", Parsed.Packet(IpPackets.IcmpError(ReportingV6, 1, 1, IpPackets.Tcp(Ends.V4(), new TcpHeader()))).Reasons);
    }

    private static void AssertAbout(Observation seen, Ends ends, int protocol, uint sequence)
    {
        Assert.Equal(ObservationKind.IcmpError, seen.Kind);
        Assert.Equal((ends.From.Address, ends.To.Address), (seen.Source.ToIPAddress(), seen.Destination.ToIPAddress()));
        Assert.Equal((ends.From.Port, ends.To.Port, protocol, sequence), (seen.SourcePort, seen.DestinationPort, seen.Protocol, seen.Icmp.QuotedSequence));
    }
}

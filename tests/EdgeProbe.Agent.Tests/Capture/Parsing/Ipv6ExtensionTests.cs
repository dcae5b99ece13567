using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class Ipv6ExtensionTests
{
    private const int HopByHop = 0;
    private const int Routing = 43;
    private const int Fragment = 44;
    private const int Authentication = 51;
    private const int DestinationOptions = 60;

    private static readonly TcpHeader Tcp = new() { Timestamps = (5, 9) };

    [Fact]
    public void A_chain_of_headers_is_no_payload()
    {
        // Options of 16 bytes, routing of 8, authentication of 24 (RFC 4302: 6 words, of which it counts 4), options of 8.
        byte[] chain =
        [
            .. Header(Routing, 16), .. Header(Authentication, 8), DestinationOptions, 4, .. new byte[22], .. Header(6, 8),
        ];
        var parsed = Parsed.Packet(Packet(HopByHop, chain));
        Assert.Equal((ObservationKind.Tcp, 100u), (parsed.One.Kind, parsed.One.PayloadLength));
        Assert.Equal((uint)(40 + chain.Length + 132), parsed.One.IpLength);
        Assert.Equal("", parsed.Reasons);
    }

    [Theory]
    [InlineData(135)]
    [InlineData(139)]
    [InlineData(140)]
    public void Mobility_host_identity_and_shim_headers_are_walked_over(int header) =>
        Assert.Equal(100u, Parsed.Packet(Packet(header, Header(6, 8))).One.PayloadLength);

    [Fact]
    public void A_fragment_header_around_a_whole_packet_makes_no_fragment()
    {
        var parsed = Parsed.Packet(Packet(Fragment, Fragmentation(6, 0, more: false)));
        Assert.Equal((100u, ObservationFlags.V6, ""), (parsed.One.PayloadLength, parsed.One.Flags, parsed.Reasons));
    }

    [Fact]
    public void The_first_fragment_has_a_header_and_no_known_length()
    {
        var parsed = Parsed.Packet(Packet(Fragment, Fragmentation(6, 0, more: true)));
        Assert.Equal((ObservationKind.Tcp, 0u), (parsed.One.Kind, parsed.One.PayloadLength));
        Assert.Equal((ObservationFlags.V6 | ObservationFlags.FirstFragment, "first_fragments"), (parsed.One.Flags, parsed.Reasons));
    }

    [Fact]
    public void A_later_fragment_counts_its_bytes_only()
    {
        var parsed = Parsed.Packet(Packet(Fragment, Fragmentation(6, 185, more: false)));
        Assert.Equal((ObservationKind.Other, 6, 180u), (parsed.One.Kind, parsed.One.Protocol, parsed.One.IpLength));
        Assert.Equal("later_fragments", parsed.Reasons);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(59)]
    public void Encryption_and_no_next_header_end_the_walk(int last)
    {
        var parsed = Parsed.Packet(Packet(DestinationOptions, Header(last, 8)));
        Assert.Equal((ObservationKind.Other, last, ""), (parsed.One.Kind, parsed.One.Protocol, parsed.Reasons));
    }

    [Fact]
    public void Eight_headers_are_walked_and_a_ninth_is_one_too_many()
    {
        Assert.Equal(ObservationKind.Tcp, Parsed.Packet(Packet(DestinationOptions, Chain(8))).One.Kind);
        var parsed = Parsed.Packet(Packet(DestinationOptions, Chain(9)));
        Assert.Equal((ObservationKind.Other, "too_many_extensions"), (parsed.One.Kind, parsed.Reasons));
        Assert.Equal("too_many_extensions", Parsed.Packet(Packet(DestinationOptions, Chain(5000))).Reasons);
    }

    [Fact]
    public void A_header_that_says_more_than_the_packet_holds_is_cut()
    {
        var chain = Header(6, 8);
        chain[1] = 255;
        var parsed = Parsed.Packet(Packet(DestinationOptions, chain));
        Assert.Equal((ObservationKind.Other, "extension_cut"), (parsed.One.Kind, parsed.Reasons));
    }

    [Fact]
    public void A_jumbo_option_is_found_behind_others_and_only_in_front()
    {
        byte[] options = new Octets().U8(6, 1, 0, 5, 2, 0, 0, 1, 0, 0, 0xc2, 4).U32(70_000);
        Assert.Equal(70_000u, Ipv6Extensions.JumboLength(HopByHop, options));
        Assert.Equal(0u, Ipv6Extensions.JumboLength(DestinationOptions, options));
        for (var length = 0; length < options.Length; length++) Assert.Equal(0u, Ipv6Extensions.JumboLength(HopByHop, options.AsSpan(0, length)));
    }

    [Fact]
    public void Random_chains_end_inside_what_was_captured()
    {
        var chance = new Random(6);
        byte[] kinds = [0, 43, 44, 51, 60, 135, 139, 140, 6, 59];
        var bytes = new byte[200];
        for (var run = 0; run < 20_000; run++)
        {
            chance.NextBytes(bytes);
            for (var at = 0; at < bytes.Length; at += 8) (bytes[at], bytes[at + 1]) = (kinds[chance.Next(kinds.Length)], (byte)chance.Next(3));
            var captured = bytes.AsSpan(0, chance.Next(bytes.Length + 1));
            var walked = Ipv6Extensions.Walk(kinds[chance.Next(kinds.Length)], captured);
            Assert.InRange(walked.Length, 0, captured.Length);
            Ipv6Extensions.JumboLength(0, captured);
        }
    }

    private static byte[] Packet(int first, byte[] extensions) =>
        IpPackets.Tcp(Ends.V6(), Tcp, new byte[100], new IpHeader { Extensions = extensions, FirstExtension = first });

    private static byte[] Header(int next, int length) => new Octets().U8(next, length / 8 - 1).Fill(length - 2);

    private static byte[] Fragmentation(int next, int offset, bool more) => new Octets().U8(next, 0).U16(offset << 3 | (more ? 1 : 0)).U32(77);

    private static byte[] Chain(int count)
    {
        var octets = new Octets();
        for (var header = 1; header <= count; header++) octets.Bytes(Header(header == count ? 6 : DestinationOptions, 8));
        return octets;
    }
}

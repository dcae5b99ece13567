using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class LinkLayerTests
{
    private static readonly byte[] Segment = IpPackets.Tcp(Ends.V4(), new TcpHeader { Timestamps = (5, 9) }, new byte[100]);
    private static readonly byte[] SegmentV6 = IpPackets.Tcp(Ends.V6(), new TcpHeader { Timestamps = (5, 9) }, new byte[100]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nine_encapsulations_of_one_packet_are_one_observation(bool v6)
    {
        var packet = v6 ? SegmentV6 : Segment;
        var expected = Parsed.BytesOf(Parsed.Packet(packet).One);
        foreach (var encapsulation in Enum.GetValues<Encapsulation>())
        {
            Assert.True(LinkTypes.TryOf(Frames.LinkTypeOf(encapsulation), out var link));
            var parsed = Parsed.Frame(Frames.Of(encapsulation, packet), link);
            Assert.Equal((encapsulation, Convert.ToHexString(expected)), (encapsulation, Convert.ToHexString(Parsed.BytesOf(parsed.One))));
            Assert.Equal("", parsed.Reasons);
        }
    }

    [Theory]
    [InlineData(Encapsulation.Cooked)]
    [InlineData(Encapsulation.Cooked2)]
    public void Cooked_links_say_what_this_host_sent(Encapsulation encapsulation)
    {
        LinkTypes.TryOf(Frames.LinkTypeOf(encapsulation), out var link);
        Assert.Equal(ObservationFlags.Outgoing, Parsed.Frame(Frames.Of(encapsulation, Segment, outgoing: true), link).One.Flags);
        Assert.Equal(ObservationFlags.None, Parsed.Frame(Frames.Of(encapsulation, Segment), link).One.Flags);
    }

    [Fact]
    public void Ethernets_padding_and_checksum_are_no_payload()
    {
        byte[] frame = [.. Frames.Ethernet(IpPackets.Tcp(Ends.V4(), new TcpHeader())), 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];
        var parsed = Parsed.Frame(frame);
        Assert.Equal((40u, 0u), (parsed.One.IpLength, parsed.One.PayloadLength));
        Assert.Equal("", parsed.Reasons);
    }

    [Fact]
    public void Four_tags_are_read_and_a_fifth_is_one_too_many()
    {
        Assert.Equal(ObservationKind.Tcp, Parsed.Frame(Tags(4)).One.Kind);
        var deep = Parsed.Frame(Tags(5));
        Assert.Empty(deep.Observations);
        Assert.Equal("too_many_tags", deep.Reasons);
        Assert.Equal(1, deep.Counters.NotIp);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(0xf8, "")]
    [InlineData(0x00000c, "llc_not_ip")]
    public void An_802_3_frame_holds_IP_behind_LLC_and_SNAP(int organisation, string reasons)
    {
        byte[] snap = new Octets().U8(0xaa, 0xaa, 3, organisation >> 16, organisation >> 8, organisation).U16(0x0800).Bytes(Segment);
        var parsed = Parsed.Frame(Frames.Ethernet(snap.Length, snap));
        Assert.Equal(reasons, parsed.Reasons);
        Assert.Equal(reasons.Length == 0 ? 1 : 0, parsed.Observations.Length);
    }

    [Fact]
    public void SNAP_inside_tags_inside_SNAP_ends()
    {
        var octets = new Octets().Bytes(Frames.InternetMac).Bytes(Frames.HomeMac).U16(8);
        for (var i = 0; i < 20_000; i++) octets.U8(0xaa, 0xaa, 3, 0, 0, 0).U16(0x8100, 1, 8);
        Assert.Equal("too_many_tags", Parsed.Frame(octets).Reasons);
    }

    [Theory]
    [InlineData(0x0806, "arp")]
    [InlineData(0x8863, "pppoe_discovery")]
    [InlineData(0x88cc, "other_ether_type")]
    [InlineData(0x05ff, "other_ether_type")]
    [InlineData(0x0026, "llc_not_ip")]
    public void What_is_not_IP_is_counted_by_its_kind(int etherType, string reason)
    {
        var parsed = Parsed.Frame(Frames.Ethernet(etherType, new byte[46]));
        Assert.Empty(parsed.Observations);
        Assert.Equal((reason, 1L), (parsed.Reasons, parsed.Counters.NotIp));
    }

    [Theory]
    [InlineData((int)LinkType.Null, 2, true, (int)ObservationFlags.None)]
    [InlineData((int)LinkType.Null, 2, false, (int)ObservationFlags.None)]
    [InlineData((int)LinkType.Loop, 2, false, (int)ObservationFlags.None)]
    [InlineData((int)LinkType.Null, 10, true, (int)ObservationFlags.V6)]
    [InlineData((int)LinkType.Null, 24, false, (int)ObservationFlags.V6)]
    [InlineData((int)LinkType.Null, 28, true, (int)ObservationFlags.V6)]
    [InlineData((int)LinkType.Loop, 30, false, (int)ObservationFlags.V6)]
    public void Loopback_families_are_read_in_either_byte_order(int link, int family, bool littleEndian, int flags)
    {
        var packet = flags == (int)ObservationFlags.V6 ? SegmentV6 : Segment;
        Assert.Equal(flags, (int)Parsed.Frame(new Octets(littleEndian).U32(family).Bytes(packet).ToArray(), (LinkType)link).One.Flags);
    }

    [Fact]
    public void A_loopback_family_that_is_no_IP_is_counted() =>
        Assert.Equal("unknown_address_family", Parsed.Frame(new Octets().U32(7).Bytes(Segment).ToArray(), LinkType.Null).Reasons);

    [Fact]
    public void Raw_links_go_by_the_first_four_bits_and_announced_versions_must_be_kept()
    {
        Assert.Equal(ObservationFlags.V6, Parsed.Frame(SegmentV6, LinkType.Raw).One.Flags);
        Assert.Equal(ObservationKind.Tcp, Parsed.Frame(Segment, LinkType.Ipv4).One.Kind);
        Assert.Equal(ObservationKind.Tcp, Parsed.Frame(SegmentV6, LinkType.Ipv6).One.Kind);
        Assert.Equal("ip_version_wrong", Parsed.Frame(SegmentV6, LinkType.Ipv4).Reasons);
        Assert.Equal("ip_version_wrong", Parsed.Frame(Frames.Ethernet(0x86dd, Segment)).Reasons);
        Assert.Equal("ip_version_wrong", Parsed.Packet([0x50, .. Segment]).Reasons);
        Assert.Equal("ip_header_cut", Parsed.Packet([]).Reasons);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(8, "")]
    [InlineData(9, "too_many_labels")]
    public void Labels_are_walked_to_the_last_and_are_bounded(int labels, string reasons)
    {
        var octets = new Octets();
        for (var label = 1; label <= labels; label++) octets.U32((uint)label << 12 | (label == labels ? 0x100u : 0) | 64);
        Assert.Equal(reasons, Parsed.Frame(Frames.Ethernet(0x8847, octets.Bytes(Segment).ToArray())).Reasons);
    }

    [Fact]
    public void What_lies_behind_labels_and_is_no_IP_is_counted() =>
        Assert.Equal("mpls_not_ip", Parsed.Frame(Frames.Ethernet(0x8848, new Octets().U32(0x1140).U32(0).Bytes(Segment).ToArray())).Reasons);

    [Fact]
    public void Cut_at_every_length_nothing_is_told_that_the_whole_does_not_say()
    {
        foreach (var encapsulation in Enum.GetValues<Encapsulation>())
        {
            LinkTypes.TryOf(Frames.LinkTypeOf(encapsulation), out var link);
            var frame = Frames.Of(encapsulation, Segment);
            for (var length = 0; length < frame.Length - Segment.Length + 20; length++)
            {
                var cut = Parsed.Frame(frame.AsSpan(0, length), link, frame.Length);
                Assert.Empty(cut.Observations);
                Assert.Equal(1, cut.Counters.NotIp);
                Assert.NotEqual("", cut.Reasons);
            }
        }
    }

    private static byte[] Tags(int count)
    {
        var tags = new (int, int)[count];
        for (var i = 0; i < count; i++) tags[i] = (i == 0 ? 0 : 0x8100 + (i % 2 == 0 ? 0x7a8 : 0), 10 + i);
        return Frames.Ethernet(0x9100, Frames.Tagged(Segment, tags));
    }
}

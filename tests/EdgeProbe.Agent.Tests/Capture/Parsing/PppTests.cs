using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class PppTests
{
    private static readonly byte[] Segment = IpPackets.Tcp(Ends.V4(), new TcpHeader { Timestamps = (5, 9) }, new byte[100]);
    private static readonly byte[] SegmentV6 = IpPackets.Tcp(Ends.V6(), new TcpHeader { Timestamps = (5, 9) }, new byte[100]);

    [Theory]
    [InlineData((int)LinkType.Ppp, new byte[] { 0, 0x21 })]
    [InlineData((int)LinkType.Ppp, new byte[] { 0x21 })]
    [InlineData((int)LinkType.Ppp, new byte[] { 0xff, 3, 0, 0x21 })]
    [InlineData((int)LinkType.PppSerial, new byte[] { 0xff, 3, 0x21 })]
    public void PPP_is_read_with_and_without_HDLC_and_with_one_byte_of_protocol(int link, byte[] header)
    {
        Assert.Equal(100u, Parsed.Frame([.. header, .. Segment], (LinkType)link).One.PayloadLength);
        header[^1] = 0x57;
        Assert.Equal(ObservationFlags.V6, Parsed.Frame([.. header, .. SegmentV6], (LinkType)link).One.Flags);
    }

    [Fact]
    public void Labels_may_stand_in_PPP() =>
        Assert.Equal(100u, Parsed.Frame(new Octets().U16(0x0281).U32(0x1140).Bytes(Segment).ToArray(), LinkType.Ppp).One.PayloadLength);

    [Fact]
    public void Link_control_is_no_IP() =>
        Assert.Equal("ppp_control", Parsed.Frame(new Octets().U16(0xc021).Fill(20).ToArray(), LinkType.Ppp).Reasons);

    [Fact]
    public void PPPoE_may_come_without_Ethernet() =>
        Assert.Equal(100u, Parsed.Frame(Frames.Pppoe(Segment), LinkType.PppEther).One.PayloadLength);

    [Fact]
    public void PPPoE_compresses_its_protocol_as_PPP_does()
    {
        byte[] session = new Octets().U8(0x11, 0).U16(7, Segment.Length + 1).U8(0x21).Bytes(Segment);
        Assert.Equal(Parsed.BytesOf(Parsed.Packet(Segment).One), Parsed.BytesOf(Parsed.Frame(Frames.Ethernet(0x8864, session)).One));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(21)]
    [InlineData(2000)]
    [InlineData(65_535)]
    public void A_PPPoE_length_that_lies_is_counted_and_IPs_own_is_trusted(int said)
    {
        var parsed = Parsed.Frame(Frames.Ethernet(0x8864, Frames.Pppoe(Segment, said)));
        Assert.Equal(Parsed.BytesOf(Parsed.Packet(Segment).One), Parsed.BytesOf(parsed.One));
        Assert.Equal("pppoe_length_wrong", parsed.Reasons);
    }

    [Fact]
    public void A_PPPoE_length_shorter_than_IPs_does_not_shorten_the_packet()
    {
        var parsed = Parsed.Frame(Frames.Ethernet(0x8864, Frames.Pppoe(Segment, 60)));
        Assert.Equal(Parsed.BytesOf(Parsed.Packet(Segment).One), Parsed.BytesOf(parsed.One));
        Assert.Equal("length_beyond_frame", parsed.Reasons);
    }

    [Fact]
    public void Padding_that_a_router_counted_into_an_acknowledgment_is_no_payload()
    {
        var acknowledgment = IpPackets.Tcp(Ends.V4(), new TcpHeader(), default, new IpHeader { SaidLength = 46 });
        byte[] frame = [.. Frames.Ethernet(0x8864, Frames.Pppoe(acknowledgment)), 0, 0, 0, 0, 0, 0];
        var parsed = Parsed.Frame(frame);
        Assert.Equal((40u, 0u), (parsed.One.IpLength, parsed.One.PayloadLength));
        Assert.Equal("padding_in_length", parsed.Reasons);
    }

    [Theory]
    [InlineData(0x11, 0xa7)]
    [InlineData(0x21, 0)]
    public void A_PPPoE_header_of_another_version_or_code_is_no_session(int version, int code)
    {
        var session = Frames.Pppoe(Segment, code: code);
        session[0] = (byte)version;
        Assert.Equal("pppoe_malformed", Parsed.Frame(Frames.Ethernet(0x8864, session)).Reasons);
    }
}

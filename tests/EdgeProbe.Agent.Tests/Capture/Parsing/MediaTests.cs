using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class MediaTests
{
    private static readonly Ends Calling = Ends.V4(5060, 5060);

    [Fact]
    public void An_announced_stream_is_told_for_each_payload_type()
    {
        var body = SipMessages.Audio("192.0.2.77", 49_170, "0 96 101", "rtpmap:96 opus/48000/2", "rtpmap:101 telephone-event/8000", "sendrecv");
        var parsed = Parsed.Packet(IpPackets.Udp(Calling, SipMessages.Invite(body)));
        Assert.Equal((ObservationKind.Udp, UdpShape.None), (parsed.Observations[0].Kind, parsed.Observations[0].Udp.Shape));
        Assert.Equal(["192.0.2.77 49170 0 0", "192.0.2.77 49170 96 48000", "192.0.2.77 49170 101 8000"], Streams(parsed));
        Assert.All(parsed.Observations[1..], media =>
        {
            Assert.Equal((ObservationKind.Media, ObservationFlags.Derived, 17), (media.Kind, media.Flags, media.Protocol));
            Assert.Equal((0u, 0u, Parsed.TimeNs, Ends.Home), (media.IpLength, media.PayloadLength, media.TimeNs, media.Source.ToIPAddress()));
        });
        Assert.Equal("media_announced=3", parsed.Reasons);
    }

    [Fact]
    public void A_response_over_TCP_announces_as_well()
    {
        var message = SipMessages.Ok(SipMessages.Audio("192.0.2.77", 49_170, "8"));
        var parsed = Parsed.Packet(IpPackets.Tcp(Calling.Reversed, new TcpHeader(), message));
        Assert.Equal([ObservationKind.Tcp, ObservationKind.Media], parsed.Observations.Select(seen => seen.Kind));
    }

    [Fact]
    public void A_streams_own_address_goes_before_the_sessions()
    {
        const string Body = "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::5\r\nm=video 4002/2 RTP/SAVPF 97\r\n"
            + "a=rtpmap:97 H264/90000\r\nm=audio 4004 UDP/TLS/RTP/SAVPF 9\r\nc=IN IP4 233.252.0.1/127\r\n";
        var parsed = Invite(Body);
        Assert.Equal(["2001:db8::5 4000 0 0", "192.0.2.1 4002 97 90000", "233.252.0.1 4004 9 0"], Streams(parsed));
        Assert.Equal(ObservationFlags.V6 | ObservationFlags.Derived, parsed.Observations[1].Flags);
        Assert.Equal(ObservationFlags.Derived, parsed.Observations[2].Flags);
    }

    [Theory]
    [InlineData("m=audio 0 RTP/AVP 0")]
    [InlineData("m=audio 70000 RTP/AVP 0")]
    [InlineData("m=audio x RTP/AVP 0")]
    [InlineData("m=audio 4000 udptl t38")]
    [InlineData("m=image 4000 RTP/AVP 0")]
    [InlineData("m=application 4000 UDP/DTLS/SCTP webrtc-datachannel")]
    [InlineData("m=audio 4000 RTP/AVP")]
    [InlineData("m=audio 4000 RTP/AVP 128")]
    [InlineData("m=audio 4000 RTP/AVP x")]
    [InlineData("m=")]
    [InlineData("m=audio")]
    public void Refused_and_other_streams_are_none(string line) => Assert.Empty(Streams(Invite($"v=0\r\nc=IN IP4 192.0.2.1\r\n{line}\r\n")));

    [Theory]
    [InlineData("IN IP4 0.0.0.0")]
    [InlineData("IN IP4 host.example")]
    [InlineData("IN IP4 1.2.3")]
    [InlineData("IN IP4 1.2.3.4.5")]
    [InlineData("IN IP4 1.2.3.256")]
    [InlineData("IN IP6 ::")]
    [InlineData("IN IP6 1:2:3")]
    [InlineData("IN IP6 1::2::3")]
    [InlineData("IN IP6 12345::1")]
    [InlineData("IN IP9 1.2.3.4")]
    [InlineData("IN IP4")]
    [InlineData("")]
    public void A_stream_without_an_address_is_counted(string connection)
    {
        var parsed = Invite($"v=0\r\nc={connection}\r\nm=audio 4000 RTP/AVP 0 8\r\n");
        Assert.Empty(Streams(parsed));
        Assert.Equal("sdp_without_address", parsed.Reasons);
    }

    [Theory]
    [InlineData("2001:db8::1")]
    [InlineData("::1")]
    [InlineData("2001:DB8:0:0:8:800:200C:417A")]
    [InlineData("64:ff9b::192.0.2.33")]
    [InlineData("fe80::")]
    [InlineData("1:2:3:4:5:6:7::")]
    public void Addresses_are_read_as_they_may_be_written(string address) =>
        Assert.Equal([$"{System.Net.IPAddress.Parse(address)} 4000 0 0"], Streams(Invite($"v=0\r\nc=IN IP6 {address}\r\nm=audio 4000 RTP/AVP 0\r\n")));

    [Fact]
    public void More_streams_than_there_is_room_for_are_counted()
    {
        var parsed = Invite(SipMessages.Audio("192.0.2.77", 49_170, string.Join(' ', Enumerable.Range(0, 100))));
        Assert.Equal((FrameParser.MaxObservations, 1L), (parsed.Observations.Length, parsed.Counters.MediaNoRoom));
    }

    [Fact]
    public void A_body_of_another_type_or_on_another_port_announces_nothing()
    {
        var message = SipMessages.Invite(SipMessages.Audio("192.0.2.77", 49_170, "0"));
        Assert.Single(Parsed.Packet(IpPackets.Udp(Ends.V4(5070, 5070), message)).Observations);
        var text = System.Text.Encoding.ASCII.GetString(message).Replace("application/sdp", "application/isup", StringComparison.Ordinal);
        Assert.Single(Parsed.Packet(IpPackets.Udp(Calling, System.Text.Encoding.ASCII.GetBytes(text))).Observations);
    }

    [Fact]
    public void Compact_header_names_and_bare_line_feeds_are_understood()
    {
        var message = "SIP/2.0 200 OK\nc: application/SDP;x=1\nl: 200\n\nv=0\nc=IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0\n"u8;
        var parsed = Parsed.Packet(IpPackets.Udp(Calling, message));
        Assert.Equal(["192.0.2.1 4000 0 0"], Streams(parsed));
        Assert.Equal("media_announced sip_cut", parsed.Reasons);
    }

    [Fact]
    public void Cut_at_every_length_no_stream_is_invented()
    {
        var body = SipMessages.Audio("192.0.2.77", 49_170, "0 96", "rtpmap:96 opus/48000/2");
        var packet = IpPackets.Udp(Calling, SipMessages.Invite(body));
        string[] whole = ["192.0.2.77 49170 0 0", "192.0.2.77 49170 96 48000", "192.0.2.77 49170 96 0"];
        for (var kept = 28; kept < packet.Length; kept++)
        {
            var parsed = Parsed.Packet(packet.AsSpan(0, kept), packet.Length);
            Assert.All(Streams(parsed), stream => Assert.Contains(stream, whole));
            if (kept > 28 + 40) Assert.Equal(1, parsed.Counters.SipCut);
        }
    }

    private static Parsed Invite(string body) => Parsed.Packet(IpPackets.Udp(Calling, SipMessages.Invite(body)));

    private static string[] Streams(Parsed parsed) =>
    [
        .. parsed.Observations[1..].Select(media => $"{media.Destination} {media.DestinationPort} {media.Media.PayloadType} {media.Media.ClockRate}"),
    ];
}

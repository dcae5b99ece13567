using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class RtpTests
{
    [Fact]
    public void A_packet_is_told_by_its_fixed_header()
    {
        var seen = Datagram(RtpPackets.Packet(0xfffe, 0xdeadbeef, 0x11223344, payloadType: 111, marker: true));
        Assert.Equal((UdpShape.Rtp, 0xfffe, 0xdeadbeefu, 0x11223344u), (seen.Udp.Shape, seen.Udp.RtpSequence, seen.Udp.RtpTimestamp, seen.Udp.RtpSource));
        Assert.Equal((111, 1, 172u), (seen.Udp.RtpPayloadType, seen.Udp.RtpMarker, seen.PayloadLength));
        Assert.Equal((UdpShape.Rtp, 0), (Datagram(RtpPackets.Packet(1, 2)).Udp.Shape, Datagram(RtpPackets.Packet(1, 2)).Udp.RtpMarker));
    }

    [Fact]
    public void Sources_and_extension_must_fit()
    {
        byte[] header = RtpPackets.Packet(1, 2, payload: 0);
        header[0] = 0x80 | 0x10 | 2;
        byte[] packet = [.. header, .. new byte[8], 0xbe, 0xde, 0, 2, .. new byte[8], 1];
        Assert.Equal(UdpShape.Rtp, Datagram(packet).Udp.Shape);
        for (var length = 0; length < packet.Length - 1; length++) Assert.Equal(UdpShape.None, Datagram(packet[..length]).Udp.Shape);
        packet[22] = 1;
        Assert.Equal(UdpShape.None, Datagram(packet).Udp.Shape);
    }

    [Fact]
    public void RTCP_STUN_and_other_versions_are_none()
    {
        Assert.Equal(UdpShape.None, Datagram(RtpPackets.SenderReport(7)).Udp.Shape);
        for (var type = 192; type <= 223; type++) Assert.Equal(UdpShape.None, Datagram([0x80, (byte)type, .. new byte[30]]).Udp.Shape);
        byte[] stun = new Octets().U16(1, 0).U32(0x2112a442).Fill(12);
        Assert.Equal(UdpShape.None, Datagram(stun).Udp.Shape);
        var other = RtpPackets.Packet(1, 2);
        other[0] = 0x40;
        Assert.NotEqual(UdpShape.Rtp, Datagram(other).Udp.Shape);
    }

    private static Observation Datagram(byte[] payload) => Parsed.Packet(IpPackets.Udp(Ends.V4(40_000, 40_002), payload)).One;
}

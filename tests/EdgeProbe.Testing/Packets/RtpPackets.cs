namespace EdgeProbe.Testing.Packets;

/// <summary>RTP packets (RFC 3550 section 5.1).</summary>
public static class RtpPackets
{
    public static byte[] Packet(
        int sequence, uint timestamp, uint source = 0x11223344, int payloadType = 0, bool marker = false, int payload = 160) => new Octets()
        .U8(0x80, (marker ? 0x80 : 0) | payloadType).U16(sequence).U32(timestamp, source).Fill(payload, 0xd5);

    /// <summary>A sender report without blocks (section 6.4.1).</summary>
    public static byte[] SenderReport(uint source) => new Octets().U8(0x80, 200).U16(6).U32(source, 0, 0, 0, 0, 0);
}

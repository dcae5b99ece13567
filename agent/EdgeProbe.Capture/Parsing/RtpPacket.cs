using System.Buffers.Binary;

namespace EdgeProbe.Capture.Parsing;

/// <summary>
/// What may be an RTP packet (RFC 3550 section 5.1): the header alone cannot prove it, a flow that keeps the rules can. RTCP, whose types
/// 192 to 223 stand where RTP has marker and payload type (RFC 5761 section 4), is none.
/// </summary>
internal readonly ref struct RtpPacket
{
    public const int MinBytes = 12;

    private const byte Extension = 0x10;
    private const byte Marker = 0x80;

    private readonly ReadOnlySpan<byte> _bytes;

    private RtpPacket(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public byte PayloadType => (byte)(_bytes[1] & 0x7f);

    public bool IsMarked => (_bytes[1] & Marker) != 0;

    public ushort Sequence => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    public uint Source => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>False when version, type or the lengths of source list and extension do not fit; those must have been captured.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RtpPacket packet)
    {
        packet = default;
        if (bytes.Length < MinBytes || bytes[0] >> 6 != 2 || bytes[1] is >= 192 and <= 223) return false;
        var length = MinBytes + (bytes[0] & 15) * 4;
        if ((bytes[0] & Extension) != 0)
        {
            // Four bytes, the last two of which count the words that follow (section 5.3.1).
            if (length + 4 > bytes.Length) return false;
            length += 4 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(length + 2)..]) * 4;
        }

        if (length > bytes.Length) return false;
        packet = new RtpPacket(bytes);
        return true;
    }
}

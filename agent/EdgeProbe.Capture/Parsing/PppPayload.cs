using System.Buffers.Binary;

namespace EdgeProbe.Capture.Parsing;

/// <summary>PPP (RFC 1661), bare, behind HDLC's address and control bytes (RFC 1662), or in a PPPoE session (RFC 2516).</summary>
internal static class PppPayload
{
    public const int SessionBytes = 6;

    private const byte VersionAndType = 0x11;
    private const int Ipv4 = 0x0021;
    private const int Ipv6 = 0x0057;
    private const int Mpls = 0x0281;
    private const int MplsMulticast = 0x0283;

    /// <summary>From the PPPoE header on; only session data (code 0) is read.</summary>
    public static bool TryReadSession(ReadOnlySpan<byte> bytes, uint wireLength, ParseCounters counters, out LinkPayload payload)
    {
        payload = default;
        if (bytes.Length < SessionBytes)
        {
            counters.LinkHeaderCut++;
            return false;
        }

        if (bytes[0] != VersionAndType || bytes[1] != 0)
        {
            counters.PppoeMalformed++;
            return false;
        }

        wireLength -= SessionBytes;
        if (!TryProtocol(bytes[SessionBytes..], wireLength, counters, out payload)) return false;

        // PPPoE's length leaves Ethernet's padding out; one that runs past the frame, or holds no IP header, is a lie.
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        var inFront = wireLength - payload.WireLength;
        if (length > wireLength || length < inFront + Ipv4Packet.MinHeaderBytes) counters.PppoeLengthWrong++;
        else payload = new LinkPayload(payload.Packet, length - inFront, payload.Version);
        return true;
    }

    /// <summary>From the PPP header on, or from the address and control bytes in front of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint wireLength, ParseCounters counters, out LinkPayload payload)
    {
        // No protocol number starts with FF (RFC 1661 section 2: the first byte of a two-byte number is even).
        if (bytes.Length >= 2 && bytes[0] == 0xff && bytes[1] == 3) return TryProtocol(bytes[2..], wireLength - 2, counters, out payload);
        return TryProtocol(bytes, wireLength, counters, out payload);
    }

    // A number whose first byte is odd is one byte long (protocol field compression, RFC 1661 section 6.5).
    private static bool TryProtocol(ReadOnlySpan<byte> bytes, uint wireLength, ParseCounters counters, out LinkPayload payload)
    {
        payload = default;
        if (bytes.Length < 2)
        {
            counters.LinkHeaderCut++;
            return false;
        }

        var compressed = (bytes[0] & 1) != 0;
        var header = compressed ? 1 : 2;
        var protocol = compressed ? bytes[0] : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        switch (protocol)
        {
            case Ipv4:
                payload = new LinkPayload(bytes[header..], wireLength - (uint)header, 4);
                return true;
            case Ipv6:
                payload = new LinkPayload(bytes[header..], wireLength - (uint)header, 6);
                return true;
            case Mpls or MplsMulticast:
                return MplsStack.TryRead(bytes[header..], wireLength - (uint)header, counters, out payload);
            default:
                counters.PppControl++;
                return false;
        }
    }
}

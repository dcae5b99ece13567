using System.Buffers.Binary;

namespace EdgeProbe.Capture.Parsing;

/// <summary>
/// What follows an EtherType: IP, or tags (IEEE 802.1Q, 802.1ad), LLC and SNAP (IEEE 802.2), PPPoE (RFC 2516) or labels (RFC 3032) in front
/// of it. Tags, and SNAP headers with them, are bounded, so it ends on any input.
/// </summary>
internal static class EtherPayload
{
    public const int MaxTags = 4;

    /// <summary>What is not larger is no EtherType but the length of an LLC frame; 1501 to 1535 are neither.</summary>
    public const int LargestLength = 1500;

    private const int Ipv4 = 0x0800;
    private const int Arp = 0x0806;
    private const int Ipv6 = 0x86dd;
    private const int PppoeDiscovery = 0x8863;
    private const int PppoeSession = 0x8864;

    private const int SnapBytes = 8;

    /// <summary>The IP packet behind it; false is counted. Of an EtherType that is a length, LLC follows.</summary>
    public static bool TryRead(int etherType, ReadOnlySpan<byte> bytes, uint wireLength, ParseCounters counters, out LinkPayload payload)
    {
        for (var tags = 0; ;)
        {
            switch (etherType)
            {
                case Ipv4:
                    payload = new LinkPayload(bytes, wireLength, 4);
                    return true;
                case Ipv6:
                    payload = new LinkPayload(bytes, wireLength, 6);
                    return true;
                case 0x8100 or 0x88a8 or 0x9100:
                    if (++tags > MaxTags) return Refuse(out payload, ref counters.TooManyTags);
                    if (bytes.Length < 4) return Refuse(out payload, ref counters.LinkHeaderCut);
                    etherType = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
                    bytes = bytes[4..];
                    wireLength -= 4;
                    continue;
                case PppoeSession:
                    return PppPayload.TryReadSession(bytes, wireLength, counters, out payload);
                case 0x8847 or 0x8848:
                    return MplsStack.TryRead(bytes, wireLength, counters, out payload);
                case <= LargestLength:
                    if (++tags > MaxTags) return Refuse(out payload, ref counters.TooManyTags);
                    if (!TrySnap(bytes, counters, out etherType)) return Refuse(out payload);
                    bytes = bytes[SnapBytes..];
                    wireLength -= SnapBytes;
                    continue;
                case Arp:
                    return Refuse(out payload, ref counters.Arp);
                case PppoeDiscovery:
                    return Refuse(out payload, ref counters.PppoeDiscovery);
                default:
                    return Refuse(out payload, ref counters.OtherEtherType);
            }
        }
    }

    // LLC AA AA 03, then an organisation and its protocol: 00-00-00 says an EtherType (RFC 1042), 00-00-F8 one that was bridged (802.1H).
    private static bool TrySnap(ReadOnlySpan<byte> bytes, ParseCounters counters, out int etherType)
    {
        etherType = 0;
        if (bytes.Length < 3) return Refuse(ref counters.LinkHeaderCut);
        if (bytes[0] != 0xaa || bytes[1] != 0xaa || bytes[2] != 3) return Refuse(ref counters.LlcNotIp);
        if (bytes.Length < SnapBytes) return Refuse(ref counters.LinkHeaderCut);
        var organisation = bytes[3] << 16 | bytes[4] << 8 | bytes[5];
        etherType = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        return (organisation is 0 or 0xf8 && etherType > LargestLength) || Refuse(ref counters.LlcNotIp);
    }

    private static bool Refuse(ref long reason)
    {
        reason++;
        return false;
    }

    private static bool Refuse(out LinkPayload payload, ref long reason)
    {
        payload = default;
        reason++;
        return false;
    }

    private static bool Refuse(out LinkPayload payload)
    {
        payload = default;
        return false;
    }
}

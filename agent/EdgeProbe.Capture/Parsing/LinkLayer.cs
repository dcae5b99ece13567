using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace EdgeProbe.Capture.Parsing;

/// <summary>Finds the IP packet behind the link layers that libpcap gives (tcpdump.org/linktypes.html). False is counted, by its reason.</summary>
internal static class LinkLayer
{
    private const int CookedBytes = 16;
    private const int Cooked2Bytes = 20;
    private const int LoopbackBytes = 4;

    // Numbers in the cooked header's protocol field that are no EtherType: raw 802.3 of Novell, and LLC.
    private const int CookedLlc = 4;
    private const int LargestLength = 1535;

    private const byte SentByThisHost = 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(
        LinkType link, ReadOnlySpan<byte> frame, uint wireLength, ParseCounters counters, out LinkPayload payload, out bool outgoing)
    {
        outgoing = false;
        switch (link)
        {
            case LinkType.Ethernet: return EthernetFrame.TryRead(frame, wireLength, counters, out payload);
            case LinkType.LinuxCooked: return TryCooked(frame, wireLength, counters, out payload, out outgoing);
            case LinkType.LinuxCooked2: return TryCooked2(frame, wireLength, counters, out payload, out outgoing);
            case LinkType.Null or LinkType.Loop: return TryLoopback(frame, wireLength, counters, out payload);
            case LinkType.Ppp or LinkType.PppSerial: return PppPayload.TryRead(frame, wireLength, counters, out payload);
            case LinkType.PppEther: return PppPayload.TryReadSession(frame, wireLength, counters, out payload);
            case LinkType.Ipv4: return Is(4, frame, wireLength, out payload);
            case LinkType.Ipv6: return Is(6, frame, wireLength, out payload);
            default: return Is(0, frame, wireLength, out payload);
        }
    }

    private static bool Is(byte version, ReadOnlySpan<byte> packet, uint wireLength, out LinkPayload payload)
    {
        payload = new LinkPayload(packet, wireLength, version);
        return true;
    }

    // LINKTYPE_LINUX_SLL: packet type, ARPHRD type, address length, address (8), protocol.
    private static bool TryCooked(ReadOnlySpan<byte> frame, uint wireLength, ParseCounters counters, out LinkPayload payload, out bool outgoing)
    {
        outgoing = false;
        if (frame.Length < CookedBytes) return Refuse(out payload, ref counters.LinkHeaderCut);
        outgoing = BinaryPrimitives.ReadUInt16BigEndian(frame) == SentByThisHost;
        return TryProtocol(BinaryPrimitives.ReadUInt16BigEndian(frame[14..]), frame[CookedBytes..], wireLength - CookedBytes, counters, out payload);
    }

    // LINKTYPE_LINUX_SLL2: protocol, reserved, interface (4), ARPHRD type, packet type (1), address length (1), address (8).
    private static bool TryCooked2(ReadOnlySpan<byte> frame, uint wireLength, ParseCounters counters, out LinkPayload payload, out bool outgoing)
    {
        outgoing = false;
        if (frame.Length < Cooked2Bytes) return Refuse(out payload, ref counters.LinkHeaderCut);
        outgoing = frame[10] == SentByThisHost;
        return TryProtocol(BinaryPrimitives.ReadUInt16BigEndian(frame), frame[Cooked2Bytes..], wireLength - Cooked2Bytes, counters, out payload);
    }

    private static bool TryProtocol(int protocol, ReadOnlySpan<byte> bytes, uint wireLength, ParseCounters counters, out LinkPayload payload)
    {
        if (protocol == CookedLlc) return EtherPayload.TryRead(0, bytes, wireLength, counters, out payload);
        if (protocol <= LargestLength) return Refuse(out payload, ref counters.OtherEtherType);
        return EtherPayload.TryRead(protocol, bytes, wireLength, counters, out payload);
    }

    // The family is written in the capturing host's byte order (NULL) or in network order (LOOP): all families are below 256, so it shows.
    private static bool TryLoopback(ReadOnlySpan<byte> frame, uint wireLength, ParseCounters counters, out LinkPayload payload)
    {
        if (frame.Length < LoopbackBytes) return Refuse(out payload, ref counters.LinkHeaderCut);
        var family = BinaryPrimitives.ReadUInt32LittleEndian(frame);
        if (family > ushort.MaxValue) family = BinaryPrimitives.ReverseEndianness(family);

        // AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS.
        byte version = family switch { 2 => 4, 10 or 24 or 28 or 30 => 6, _ => 0 };
        if (version == 0) return Refuse(out payload, ref counters.UnknownAddressFamily);
        return Is(version, frame[LoopbackBytes..], wireLength - LoopbackBytes, out payload);
    }

    private static bool Refuse(out LinkPayload payload, ref long reason)
    {
        payload = default;
        reason++;
        return false;
    }
}

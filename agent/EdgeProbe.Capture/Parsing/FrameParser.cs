using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>
/// Turns one captured frame into observations. Never throws, allocates nothing, keeps nothing of the frame; its work is bounded whatever the
/// frame holds. Used by one thread.
/// </summary>
internal sealed partial class FrameParser
{
    /// <summary>Most that one frame gives: its packet, and the DNS messages or media streams that it tells of.</summary>
    public const int MaxObservations = 16;

    // The payload that an Ethernet frame is padded to (IEEE 802.3 section 4A): as much behind a header that says "nothing" is padding.
    private const uint SmallestPayload = 46;

    // What an Ethernet frame holds. A jumbo frame is longer as well and is taken for several packets put together.
    private const uint LargestPayload = 1500;

    private readonly LinkType _link;
    private readonly KeyedHash _hash;

    /// <param name="link">What the frames begin with.</param>
    /// <param name="nameKey">Secret under which names and connection ids are hashed; the same key gives the same hashes.</param>
    public FrameParser(LinkType link, ulong nameKey)
    {
        _link = link;
        _hash = new KeyedHash(nameKey);
    }

    public ParseCounters Counters { get; } = new();

    /// <summary>
    /// Reads a frame of which <paramref name="frame"/> was captured and that had <paramref name="wireLength"/> bytes on the wire, at
    /// <paramref name="timeNs"/> since the epoch. Writes at most <see cref="MaxObservations"/> and no more than there is room for; returns how
    /// many. The first counts the packet's bytes, the others are <see cref="ObservationFlags.Derived"/>. None: no IP packet, counted.
    /// </summary>
    public int Parse(ReadOnlySpan<byte> frame, uint wireLength, long timeNs, Span<Observation> into)
    {
        if (into.IsEmpty) return 0;
        if (into.Length > MaxObservations) into = into[..MaxObservations];
        Counters.Frames++;

        // A file may say that less was on the wire than it holds.
        wireLength = Math.Max(wireLength, (uint)frame.Length);
        var count = 0;
        if (LinkLayer.TryRead(_link, frame, wireLength, Counters, out var payload, out var outgoing))
        {
            ref var first = ref into[0];
            first = default;
            first.TimeNs = timeNs;
            if (outgoing) first.Flags = ObservationFlags.Outgoing;
            count = ReadIp(payload, tunnelled: false, into);
        }

        if (count == 0) Counters.NotIp++;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadIp(in LinkPayload payload, bool tunnelled, Span<Observation> into)
    {
        var packet = payload.Packet;
        if (packet.IsEmpty) return Refuse(ref Counters.IpHeaderCut);
        var version = packet[0] >> 4;
        if (payload.Version != 0 && payload.Version != version) return Refuse(ref Counters.IpVersionWrong);
        return version switch
        {
            4 => ReadIpv4(packet, payload.WireLength, tunnelled, into),
            6 => ReadIpv6(packet, payload.WireLength, tunnelled, into),
            _ => Refuse(ref Counters.IpVersionWrong),
        };
    }

    private int ReadIpv4(ReadOnlySpan<byte> bytes, uint wireLength, bool tunnelled, Span<Observation> into)
    {
        if (!Ipv4Packet.TryRead(bytes, out var packet)) return RefuseIpv4(bytes);
        var length = packet.TotalLength;
        if (length == 0) length = LengthOfFrame(wireLength);
        else if (length > wireLength && length <= SmallestPayload) length = LengthWithoutPadding(packet, wireLength);
        if (length < (uint)packet.HeaderLength) return Refuse(ref Counters.IpHeaderMalformed);
        ref var first = ref into[0];
        first.Source = packet.Source;
        first.Destination = packet.Destination;
        first.Protocol = packet.Protocol;
        first.IpId = packet.Identification;
        first.TimeToLive = packet.TimeToLive;
        first.TrafficClass = packet.TrafficClass;
        SetLength(ref first, length, wireLength);
        if (packet.IsFragment)
        {
            if (packet.IsLaterFragment) return Other(ref Counters.LaterFragments);
            first.Flags |= ObservationFlags.FirstFragment;
            Counters.FirstFragments++;
        }

        if ((uint)bytes.Length > length) bytes = bytes[..(int)length];
        return ReadTransport(bytes[packet.HeaderLength..], length - (uint)packet.HeaderLength, tunnelled, into);
    }

    private int ReadIpv6(ReadOnlySpan<byte> bytes, uint wireLength, bool tunnelled, Span<Observation> into)
    {
        if (!Ipv6Packet.TryRead(bytes, out var packet)) return Refuse(ref Counters.IpHeaderCut);
        var length = Ipv6Packet.HeaderBytes + packet.PayloadLength;
        if (length == Ipv6Packet.HeaderBytes) length = LengthOfJumbogram(packet, bytes[Ipv6Packet.HeaderBytes..], wireLength);
        ref var first = ref into[0];
        first.Source = packet.Source;
        first.Destination = packet.Destination;
        first.Protocol = packet.NextHeader;
        first.TimeToLive = packet.HopLimit;
        first.TrafficClass = packet.TrafficClass;
        first.Flags |= ObservationFlags.V6;
        SetLength(ref first, length, wireLength);
        if ((uint)bytes.Length > length) bytes = bytes[..(int)length];
        bytes = bytes[Ipv6Packet.HeaderBytes..];
        length -= Ipv6Packet.HeaderBytes;
        return Ipv6Extensions.Begins(packet.NextHeader)
            ? ReadBehindExtensions(packet.NextHeader, bytes, length, tunnelled, into)
            : ReadTransport(bytes, length, tunnelled, into);
    }

    private int ReadBehindExtensions(byte nextHeader, ReadOnlySpan<byte> bytes, uint length, bool tunnelled, Span<Observation> into)
    {
        ref var first = ref into[0];
        var extensions = Ipv6Extensions.Walk(nextHeader, bytes);
        first.Protocol = extensions.Protocol;
        switch (extensions.End)
        {
            case ExtensionEnd.LaterFragment: return Other(ref Counters.LaterFragments);
            case ExtensionEnd.Cut: return Other(ref Counters.ExtensionCut);
            case ExtensionEnd.TooMany: return Other(ref Counters.TooManyExtensions);
        }

        if (extensions.IsFragment)
        {
            first.Flags |= ObservationFlags.FirstFragment;
            Counters.FirstFragments++;
        }

        return ReadTransport(bytes[extensions.Length..], length - (uint)extensions.Length, tunnelled, into);
    }

    private static uint Jumbo(Ipv6Packet packet, ReadOnlySpan<byte> payload)
    {
        var length = Ipv6Extensions.JumboLength(packet.NextHeader, payload);
        return length is > ushort.MaxValue and < int.MaxValue ? Ipv6Packet.HeaderBytes + length : 0;
    }

    // Payload length 0: a jumbogram says it in an option; segmentation offload (TSO, BIG TCP) leaves it out; else there is no payload.
    private uint LengthOfJumbogram(Ipv6Packet packet, ReadOnlySpan<byte> payload, uint wireLength)
    {
        if (packet.NextHeader == Ipv6Extensions.NoNextHeader) return Ipv6Packet.HeaderBytes;
        if (Jumbo(packet, payload) is > 0 and var jumbo) return jumbo;
        return wireLength <= SmallestPayload ? Ipv6Packet.HeaderBytes : LengthOfFrame(wireLength);
    }

    // Some routers count Ethernet's padding into the length of a packet that has no payload, where PPPoE's length does not. What they pad is
    // an acknowledgment, which would seem to carry data.
    private uint LengthWithoutPadding(Ipv4Packet packet, uint wireLength)
    {
        if (wireLength != (uint)packet.HeaderLength + TcpSegment.MinHeaderBytes) return packet.TotalLength;
        Counters.PaddingInLength++;
        return wireLength;
    }

    private uint LengthOfFrame(uint wireLength)
    {
        Counters.LengthFromFrame++;
        return Math.Min(wireLength, int.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetLength(ref Observation first, uint length, uint wireLength)
    {
        first.IpLength = length;
        if (length > LargestPayload) first.Flags |= ObservationFlags.Merged;

        // Of a packet in a tunnel the frame may hold a fragment only.
        if (length > wireLength && (first.Flags & ObservationFlags.Tunnelled) == 0) Counters.LengthBeyondFrame++;
    }

    private int RefuseIpv4(ReadOnlySpan<byte> bytes)
    {
        var tooShort = bytes.Length >= Ipv4Packet.MinHeaderBytes && (bytes[0] & 15) * 4 < Ipv4Packet.MinHeaderBytes;
        return Refuse(ref tooShort ? ref Counters.IpHeaderMalformed : ref Counters.IpHeaderCut);
    }

    private static int Refuse(ref long reason)
    {
        reason++;
        return 0;
    }

    // Addresses and length stand in the observation already; a reason says why nothing else does.
    private int Other(ref long reason)
    {
        reason++;
        return Other();
    }

    private int Other()
    {
        Counters.OtherIp++;
        return 1;
    }
}

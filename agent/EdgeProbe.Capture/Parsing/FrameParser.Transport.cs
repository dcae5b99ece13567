using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

internal sealed partial class FrameParser
{
    private const byte Icmp = 1;
    private const byte Ipv4InIp = 4;
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private const byte Ipv6InIp = 41;
    private const byte Gre = 47;
    private const byte IcmpV6 = 58;

    private const int TransparentEthernet = 0x6558;

    private const int DnsPort = 53;
    private const int SipPort = 5060;
    private const int SipTlsPort = 5061;

    /// <summary>Reads what follows the IP header: <paramref name="bytes"/> captured of <paramref name="length"/>. IP's facts are told already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadTransport(ReadOnlySpan<byte> bytes, uint length, bool tunnelled, Span<Observation> into)
    {
        ref var first = ref into[0];
        switch (first.Protocol)
        {
            case Tcp: return ReadTcp(bytes, length, into);
            case Udp: return ReadUdp(bytes, length, into);
            case Icmp when (first.Flags & ObservationFlags.V6) == 0: return ReadIcmp(bytes, length, ref first);
            case IcmpV6 when (first.Flags & ObservationFlags.V6) != 0: return ReadIcmp(bytes, length, ref first);
            case Ipv4InIp or Ipv6InIp or Gre: return ReadTunnel(bytes, length, tunnelled, into);
            default: return Other();
        }
    }

    private int ReadTcp(ReadOnlySpan<byte> bytes, uint length, Span<Observation> into)
    {
        ref var first = ref into[0];
        if (!TcpSegment.TryRead(bytes, out var segment))
            return Other(ref bytes.Length < Math.Min(TcpSegment.NeededBytes, length) ? ref Counters.TcpHeaderCut : ref Counters.TcpHeaderMalformed);
        if ((uint)segment.HeaderLength > length) return Other(ref Counters.TcpHeaderMalformed);
        Counters.Tcp++;
        first.Kind = ObservationKind.Tcp;
        first.SourcePort = segment.SourcePort;
        first.DestinationPort = segment.DestinationPort;
        first.TcpFlags = segment.Flags;
        first.Checksum = segment.Checksum;
        ref var facts = ref first.Tcp;
        facts.Sequence = segment.Sequence;
        facts.Acknowledgment = segment.Acknowledgment;
        facts.Window = segment.Window;
        if (segment.IsCut) Counters.TcpHeaderCut++;
        if (segment.HeaderLength > TcpSegment.MinHeaderBytes && !TcpOptionList.TryRead(segment.Options, ref facts) && !segment.IsCut)
            Counters.TcpOptionMalformed++;

        var payloadLength = length - (uint)segment.HeaderLength;
        if (payloadLength == 0) return 1;
        if ((first.Flags & ObservationFlags.FirstFragment) == 0) first.PayloadLength = payloadLength;
        return segment.Payload.IsEmpty ? 1 : ReadTcpPayload(segment.Payload, payloadLength, into);
    }

    private int ReadTcpPayload(ReadOnlySpan<byte> payload, uint length, Span<Observation> into)
    {
        ref var first = ref into[0];
        if (TlsRecord.TryRead(payload, out var record))
        {
            first.Tcp.Tls = record.Shape;
            first.Tcp.AlertLevel = record.AlertLevel;
            first.Tcp.AlertDescription = record.AlertDescription;
            return 1;
        }

        if (IsPort(first, DnsPort)) return ReadDnsStream(payload, into);
        if (IsSipPort(first) && SipMessage.TryRead(payload, length, out var message)) return ReadMedia(message, into);
        return 1;
    }

    private int ReadIcmp(ReadOnlySpan<byte> bytes, uint length, ref Observation first)
    {
        var v6 = (first.Flags & ObservationFlags.V6) != 0;
        if (!IcmpMessage.TryRead(bytes, v6, out var message)) return Other(ref Counters.IcmpHeaderCut);
        QuotedPacket quoted = default;
        if (message.Class == IcmpClass.Error && !QuotedPacket.TryRead(message.Quoted, v6, out quoted))
            return Other(ref Counters.IcmpQuoteNotUnderstood);
        Counters.Icmp++;
        first.Checksum = message.Checksum;
        if (message.Class == IcmpClass.Other) return 1;
        first.Icmp.Type = message.Type;
        first.Icmp.Code = message.Code;
        if ((first.Flags & ObservationFlags.FirstFragment) == 0) first.PayloadLength = length - IcmpMessage.HeaderBytes;
        if (message.Class == IcmpClass.Error)
        {
            TellQuoted(quoted, ref first);
            return 1;
        }

        first.Kind = ObservationKind.IcmpEcho;
        first.SourcePort = first.DestinationPort = message.Identifier;
        first.Icmp.Sequence = message.Sequence;
        return 1;
    }

    // The observation speaks of the quoted packet, protocol included, so that it finds that packet's flow.
    private static void TellQuoted(in QuotedPacket quoted, ref Observation first)
    {
        first.Kind = ObservationKind.IcmpError;
        first.Icmp.Reporter = first.Source;
        first.Icmp.Receiver = first.Destination;
        first.Icmp.QuotedSequence = quoted.Sequence;
        first.Source = quoted.Source;
        first.Destination = quoted.Destination;
        first.SourcePort = quoted.SourcePort;
        first.DestinationPort = quoted.DestinationPort;
        first.Protocol = quoted.Protocol;
    }

    /// <summary>
    /// One level of IP in IP (RFC 2003, RFC 2473, RFC 4213) or GRE: the packet inside is told in the place of the one around it, which is told
    /// as a packet of which only the length is known when what is inside is not understood.
    /// </summary>
    private int ReadTunnel(ReadOnlySpan<byte> bytes, uint length, bool tunnelled, Span<Observation> into)
    {
        if (tunnelled) return Refuse(ref Counters.TunnelTooDeep);
        var outer = into[0];
        if (TryUnwrap(outer.Protocol, bytes, length, out var payload))
        {
            ref var inner = ref into[0];
            inner = default;
            inner.TimeNs = outer.TimeNs;
            inner.Flags = outer.Flags & ObservationFlags.Outgoing | ObservationFlags.Tunnelled;
            var count = ReadIp(payload, tunnelled: true, into);
            if (count > 0)
            {
                Counters.Tunnelled++;
                return count;
            }
        }

        into[0] = outer;
        return Other(ref Counters.TunnelNotUnderstood);
    }

    private bool TryUnwrap(byte protocol, ReadOnlySpan<byte> bytes, uint length, out LinkPayload payload)
    {
        payload = new LinkPayload(bytes, length, protocol == Ipv4InIp ? (byte)4 : (byte)6);
        if (protocol != Gre) return true;
        if (!GreHeader.TryRead(bytes, out var gre) || gre.EtherType <= EtherPayload.LargestLength) return false;
        bytes = bytes[gre.Length..];
        length -= (uint)gre.Length;
        return gre.EtherType == TransparentEthernet
            ? EthernetFrame.TryRead(bytes, length, Counters, out payload)
            : EtherPayload.TryRead(gre.EtherType, bytes, length, Counters, out payload);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPort(in Observation first, int port) => first.SourcePort == port || first.DestinationPort == port;

    private static bool IsSipPort(in Observation first) => IsPort(first, SipPort) || IsPort(first, SipTlsPort);
}

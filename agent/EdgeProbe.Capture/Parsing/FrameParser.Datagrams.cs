using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

internal sealed partial class FrameParser
{
    private const int MulticastDnsPort = 5353;
    private const int LinkLocalNamesPort = 5355;
    private const int NetBiosNamesPort = 137;
    private const int HttpsPort = 443;

    // A short header with its packet number, payload and tag is not smaller; the flow decides whether there is a connection that it is of.
    private const uint SmallestQuicShort = 20;

    private int ReadUdp(ReadOnlySpan<byte> bytes, uint length, Span<Observation> into)
    {
        ref var first = ref into[0];
        if (!UdpDatagram.TryRead(bytes, out var datagram))
            return Other(ref bytes.Length < Math.Min(UdpDatagram.HeaderBytes, length) ? ref Counters.UdpHeaderCut : ref Counters.UdpHeaderMalformed);
        var fragment = (first.Flags & ObservationFlags.FirstFragment) != 0;

        // A fragment's header speaks of the whole datagram, which IP's length does not know.
        var said = datagram.Length;
        if (said > length && !fragment) Counters.UdpLengthWrong++;
        if (said == 0 || (said > length && !fragment)) said = length;
        var payload = datagram.Payload;
        var payloadLength = said - UdpDatagram.HeaderBytes;
        if ((uint)payload.Length > payloadLength) payload = payload[..(int)payloadLength];
        first.SourcePort = datagram.SourcePort;
        first.DestinationPort = datagram.DestinationPort;
        first.Checksum = datagram.Checksum;
        first.PayloadLength = payloadLength;
        if (IsPort(first, DnsPort) && TryDns(payload, payloadLength, ref first))
        {
            Counters.Dns++;
            return 1;
        }

        Counters.Udp++;
        first.Kind = ObservationKind.Udp;
        if (payload.IsEmpty) return 1;
        first.Udp.FirstByte = payload[0];
        if (IsNamePort(first)) return 1;
        if (IsSipPort(first))
        {
            if (SipMessage.TryRead(payload, payloadLength, out var message)) return ReadMedia(message, into);

            // The start of a message that was cut off: in ASCII every letter has the fixed bit of a short header.
            if (payload[0] < 0x80) return 1;
        }

        if (!DnsMessage.IsUnmistakable(payload) || !TryGuessDns(payload, payloadLength, ref first)) ReadShape(payload, payloadLength, ref first);
        return 1;
    }

    // Resolvers answer on other ports than their own as well; the flow stage believes a question when it is answered.
    private bool TryGuessDns(ReadOnlySpan<byte> payload, uint length, ref Observation first)
    {
        if (!DnsMessage.TryRead(payload, length, out var message)) return false;
        if (message.ReadQuestion(out _, out _) != QuestionReading.Whole || !TellDns(message, ref first)) return false;
        first.Flags |= ObservationFlags.Guessed;
        Counters.Udp--;
        Counters.Dns++;
        return true;
    }

    private void ReadShape(ReadOnlySpan<byte> payload, uint length, ref Observation first)
    {
        ref var facts = ref first.Udp;
        if (payload[0] < 0x80)
        {
            // 0x40 is QUIC's fixed bit (RFC 9000 section 17.3.1).
            if (payload[0] >= 0x40 && length >= SmallestQuicShort) facts.Shape = UdpShape.QuicShort;
            return;
        }

        if (QuicDatagram.TryRead(payload, length, out var quic))
        {
            TellQuic(quic, ref facts);
            return;
        }

        if (QuicDatagram.TryGuess(payload, length, out quic))
        {
            first.Flags |= ObservationFlags.Guessed;
            if (IsPort(first, HttpsPort)) Counters.QuicVersionUnknown++;
            TellQuic(quic, ref facts);
            return;
        }

        if (RtpPacket.TryRead(payload, out var rtp))
        {
            facts.Shape = UdpShape.Rtp;
            facts.RtpPayloadType = rtp.PayloadType;
            facts.RtpMarker = rtp.IsMarked ? (byte)1 : (byte)0;
            facts.RtpSequence = rtp.Sequence;
            facts.RtpTimestamp = rtp.Timestamp;
            facts.RtpSource = rtp.Source;
            return;
        }

        // What has a long header's first byte and a known version was meant to be QUIC.
        if (payload[0] >= 0xc0 && QuicPacket.TryReadVersion(payload, out var version) && QuicPacket.IsKnown(version)) Counters.QuicMalformed++;
    }

    private void TellQuic(in QuicDatagram quic, ref UdpFacts facts)
    {
        facts.Shape = UdpShape.QuicLong;
        facts.Quic = quic.Types;
        facts.QuicVersion = quic.Version;
        facts.QuicShortFollows = quic.ShortFollows;
        if (!quic.DestinationId.IsEmpty) facts.QuicDestinationHash = _hash.Short(quic.DestinationId);
        if (!quic.SourceId.IsEmpty) facts.QuicSourceHash = _hash.Short(quic.SourceId);
    }

    private bool TryDns(ReadOnlySpan<byte> payload, uint length, ref Observation first)
    {
        if (DnsMessage.TryRead(payload, length, out var message) && TellDns(message, ref first)) return true;
        if (payload.Length < DnsMessage.HeaderBytes && (uint)payload.Length < length) Counters.DnsHeaderCut++;
        else Counters.DnsMalformed++;
        return false;
    }

    // False, and nothing told, when the question is none: then neither is the message.
    private bool TellDns(DnsMessage message, ref Observation observation)
    {
        var reading = message.ReadQuestion(out var name, out var type);
        if (reading == QuestionReading.Malformed) return false;
        observation.Kind = ObservationKind.Dns;
        observation.Dns = new DnsFacts
        {
            Id = message.Id,
            QueryType = type,
            ResponseCode = message.ResponseCode,
            Opcode = message.Opcode,
            Flags = message.Flags,
            NameHash = reading == QuestionReading.Whole ? _hash.OfName(name) : 0,
        };
        if (reading == QuestionReading.Cut) Counters.DnsQuestionCut++;
        if (reading == QuestionReading.Pointer) Counters.DnsPointerInQuestion++;
        return true;
    }

    private static bool IsNamePort(in Observation first) =>
        IsPort(first, DnsPort) || IsPort(first, MulticastDnsPort) || IsPort(first, LinkLocalNamesPort) || IsPort(first, NetBiosNamesPort);
}

using System.Buffers.Binary;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

internal sealed partial class FrameParser
{
    private const int DnsLengthBytes = 2;

    // Messages behind their lengths (RFC 7766 section 8). A segment that goes on with a message from the one before begins none.
    private int ReadDnsStream(ReadOnlySpan<byte> payload, Span<Observation> into)
    {
        var count = 1;
        while (payload.Length >= DnsLengthBytes + DnsMessage.HeaderBytes)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(payload);
            if (!DnsMessage.TryRead(payload[DnsLengthBytes..], length, out var message))
            {
                Counters.DnsStreamUnclear++;
                return count;
            }

            if (count == into.Length)
            {
                Counters.DnsNoRoom++;
                return count;
            }

            Derive(into, count);
            if (!TellDns(message, ref into[count]))
            {
                Counters.DnsStreamUnclear++;
                return count;
            }

            Counters.DnsOverTcp++;
            count++;
            payload = payload[Math.Min(DnsLengthBytes + length, payload.Length)..];
        }

        return count;
    }

    /// <summary>
    /// One observation for each payload type of each m= line. What stands below the line applies to it (RFC 8866 section 5): so addresses and
    /// clock rates are put into what the line has given already, and a line that no address came to is taken back. Where the description was
    /// cut off, a stream may keep the session's address although its own followed.
    /// </summary>
    private int ReadMedia(SipMessage message, Span<Observation> into)
    {
        if (message.IsCut) Counters.SipCut++;
        var (from, count, inSession) = (1, 1, true);
        IpAddress session = default;
        var body = new SdpBody(message.Description, message.IsCut);
        while (body.TryReadLine(out var kind, out var value))
        {
            switch (kind)
            {
                case (byte)'c' when SdpBody.TryReadConnection(value, out var address):
                    if (inSession) session = address;
                    foreach (ref var media in into[from..count]) Announce(ref media, address);
                    break;
                case (byte)'m':
                    from = count = KeepAddressed(into, from, count);
                    inSession = false;
                    count = AddMedia(value, session, into, count);
                    break;
                case (byte)'a' when SdpBody.TryReadClock(value, out var payloadType, out var clockRate):
                    SetClock(into[from..count], payloadType, clockRate);
                    break;
            }
        }

        count = KeepAddressed(into, from, count);
        Counters.MediaAnnounced += count - 1;
        return count;
    }

    private int AddMedia(ReadOnlySpan<byte> value, IpAddress session, Span<Observation> into, int count)
    {
        if (!SdpBody.TryReadMedia(value, out var port, out var payloadTypes)) return count;
        while (SdpBody.TryReadPayloadType(ref payloadTypes, out var payloadType))
        {
            if (count == into.Length)
            {
                Counters.MediaNoRoom++;
                return count;
            }

            Derive(into, count);
            ref var media = ref into[count++];
            media.Kind = ObservationKind.Media;
            media.Protocol = Udp;
            media.SourcePort = 0;
            media.DestinationPort = port;
            media.Media.PayloadType = payloadType;
            Announce(ref media, session);
        }

        return count;
    }

    private static void Announce(ref Observation media, IpAddress address)
    {
        media.Destination = address;
        media.Flags = address.IsV4 ? media.Flags & ~ObservationFlags.V6 : media.Flags | ObservationFlags.V6;
    }

    private static void SetClock(Span<Observation> section, byte payloadType, uint clockRate)
    {
        foreach (ref var media in section)
        {
            if (media.Media.PayloadType == payloadType) media.Media.ClockRate = clockRate;
        }
    }

    private int KeepAddressed(Span<Observation> into, int from, int count)
    {
        if (from == count || into[from].Destination != default) return count;
        Counters.SdpWithoutAddress++;
        return from;
    }

    /// <summary>A second observation of the first one's packet, with nothing of its transport and no bytes.</summary>
    private static void Derive(Span<Observation> into, int at)
    {
        ref readonly var first = ref into[0];
        ref var derived = ref into[at];
        derived = default;
        derived.TimeNs = first.TimeNs;
        derived.Source = first.Source;
        derived.Destination = first.Destination;
        derived.SourcePort = first.SourcePort;
        derived.DestinationPort = first.DestinationPort;
        derived.Protocol = first.Protocol;
        derived.TimeToLive = first.TimeToLive;
        derived.TrafficClass = first.TrafficClass;
        derived.IpId = first.IpId;
        derived.Flags = first.Flags & ~(ObservationFlags.FirstFragment | ObservationFlags.Merged) | ObservationFlags.Derived;
    }
}

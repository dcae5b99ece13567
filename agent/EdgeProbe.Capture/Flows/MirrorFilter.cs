using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// Recognises a packet that the capture shows twice (a mirror port, "any", both legs of a bridge): the same bytes within two milliseconds,
/// or within a tenth of a second when a router lies between, which the time to live tells.
/// A packet that was sent again differs in its IPv4 identification; where there is none (IPv6, or 0) only what carries numbers of its own
/// is judged (TCP data, DNS, RTP), within half a millisecond: checksums that the network card fills in later are all alike. Remembers 1,024
/// packets, as many as four milliseconds of a busy gigabit; what was pushed out of its place is not recognised.
/// </summary>
internal sealed class MirrorFilter : IDisposable
{
    private const int Places = 1024;

    // As passive measurement in the field does: 2 ms; IPv4 senders take at least a millisecond and a new identification to send again.
    private const long WithIdNs = 2_000_000;
    private const long WithoutIdNs = 500_000;

    // Seen on both sides of a router: the same packet some hops on, after a wait in its queue.
    private const long RoutedNs = 100_000_000;
    private readonly NativeTable<Seen> _seen = new(Places);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsCopy(in Observation seen, ulong flowHash)
    {
        if ((seen.Flags & ObservationFlags.Derived) != 0 || !CanTell(seen)) return false;
        var mark = FlowKey.Mix(
            flowHash ^ seen.Source.Low ^ NumbersOf(seen),
            ((ulong)seen.IpId << 48 | (ulong)seen.Checksum << 32 | seen.IpLength) ^ 0x9E3779B97F4A7C15);
        ref var place = ref _seen[(int)(mark & (Places - 1))];
        // The lowest eight bits chose the place: they are free for the time to live.
        var isCopy = (place.Mark ^ mark) >> 8 == 0 && Math.Abs(seen.TimeNs - place.TimeNs) <= WithinNs(seen, (byte)place.Mark);
        if (!isCopy) place = new Seen { Mark = mark & ~0xffUL | seen.TimeToLive, TimeNs = seen.TimeNs };
        return isCopy;
    }

    public void Dispose() => _seen.Dispose();

    private static long WithinNs(in Observation seen, byte timeToLive) =>
        seen.IpId == 0 ? WithoutIdNs : seen.TimeToLive == timeToLive ? WithIdNs : RoutedNs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool CanTell(in Observation seen)
    {
        if (seen.Checksum == 0) return false;
        if (seen.IpId != 0) return true;
        return seen.Kind switch
        {
            ObservationKind.Tcp => seen.PayloadLength > 0 || (seen.TcpFlags & (TcpFlags.Syn | TcpFlags.Fin)) != 0,
            ObservationKind.Udp => seen.Udp.Shape == UdpShape.Rtp,
            _ => seen.Kind == ObservationKind.Dns,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong NumbersOf(in Observation seen) => seen.Kind switch
    {
        ObservationKind.Tcp => ((ulong)seen.Tcp.Sequence << 32 | seen.Tcp.Acknowledgment) ^ ((ulong)seen.Tcp.TimestampValue << 16),
        ObservationKind.Udp => (ulong)seen.Udp.RtpTimestamp << 32 | seen.Udp.RtpSequence,
        ObservationKind.Dns => (ulong)seen.Dns.Id << 32 | (byte)seen.Dns.Flags,
        _ => 0,
    };

    private struct Seen
    {
        public ulong Mark;
        public long TimeNs;
    }
}

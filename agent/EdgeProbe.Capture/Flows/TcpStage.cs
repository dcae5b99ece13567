using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// TCP connections: their set-up, round trips and losses, each split at the probe. A connection being set up lies in a small table of its
/// own until its client confirms it; so a flood of SYNs pushes out nothing but other SYNs. Every packet costs the same, whatever its
/// connection has been through. Not thread-safe.
/// </summary>
internal sealed partial class TcpStage : IDisposable
{
    private readonly FlowContext _context;
    private readonly FlowBook? _book;
    private readonly SlotTable _slots;
    private readonly NativeTable<TcpFlow> _flows;
    private readonly RingPool _rings = new();
    private readonly TroublePool _trouble = new();

    public TcpStage(FlowContext context, int flows)
    {
        (_context, _book) = (context, context.Book);
        _slots = new SlotTable(flows);
        _flows = new NativeTable<TcpFlow>(flows);
    }

    /// <summary>Directions whose losses were not located, since too many were in trouble at once.</summary>
    public long TroubleRefused => _trouble.Refused;

    public void Take(in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        var slot = _slots.Find(key, hash);
        if (slot >= 0 && IsSyn(seen) && BeginsAnew(_flows[slot], seen, fromLow))
        {
            Close(slot);
            slot = -1;
        }

        if (slot >= 0) Continue(slot, seen, fromLow);
        else Begin(seen, key, fromLow, hash);
    }

    /// <summary>A copy of a packet that was already told: it belongs to its connection's record and to nothing else.</summary>
    public void TakeCopy(in FlowKey key, ulong hash)
    {
        if (_book is null) return;
        var slot = _slots.Find(key, hash);
        var record = slot >= 0 ? _flows[slot].Record : _embryoSlots.Find(key, hash) is >= 0 and var embryo ? _embryos[embryo].Record : -1;
        if (record >= 0) _book.Connection(record).MirrorDuplicates++;
    }

    public void Advance() => ExpireEmbryos();

    public void ForgetDeadlines()
    {
        _unanswered.Clear();
        _given.Clear();
    }

    /// <summary>An ICMP error about a packet of a connection; while it is being set up, its end (RFC 1122 section 4.2.3.9).</summary>
    public void TakeError(in FlowKey key, ulong hash, in Observation error, IcmpErrorClass of)
    {
        var slot = _slots.Find(key, hash);
        if (slot >= 0)
        {
            if (_flows[slot].Record >= 0) _book!.Connection(_flows[slot].Record).IcmpErrors++;
            return;
        }

        slot = _embryoSlots.Find(key, hash);
        if (slot < 0) return;
        ref var embryo = ref _embryos[slot];
        if (embryo.Record >= 0) _book!.Connection(embryo.Record).IcmpErrors++;
        if (embryo.SynAcks > 0 || of is IcmpErrorClass.TooBig or IcmpErrorClass.Other) return;
        Fail(ref embryo, ReasonOf(of), Handshake.Unreachable, (ushort)(error.Icmp.Type << 8 | error.Icmp.Code));
    }

    private static Reason ReasonOf(IcmpErrorClass of) => of switch
    {
        IcmpErrorClass.Network => Reason.NetworkUnreachable,
        IcmpErrorClass.Host => Reason.HostUnreachable,
        IcmpErrorClass.Port => Reason.PortUnreachable,
        IcmpErrorClass.Prohibited => Reason.AdministrativelyProhibited,
        _ => Reason.TtlExceeded,
    };

    /// <summary>The end of a file: what is still open is judged as it stands.</summary>
    public void CloseAll()
    {
        for (var slot = 0; slot < _slots.Capacity; slot++)
        {
            if (_slots.IsUsed(slot)) Settle(ref _flows[slot]);
        }

        for (var slot = 0; slot < _embryoSlots.Capacity; slot++)
        {
            if (_embryoSlots.IsUsed(slot)) Write(_embryos[slot]);
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        _flows.Dispose();
        _rings.Dispose();
        _trouble.Dispose();
        DisposeEmbryos();
    }

    private static bool IsSyn(in Observation seen) => (seen.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn;

    private static bool IsSynAck(in Observation seen) => (seen.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == (TcpFlags.Syn | TcpFlags.Ack);

    /// <summary>A SYN with another number on ports that were used before; the same number is the old SYN once more.</summary>
    private static bool BeginsAnew(in TcpFlow flow, in Observation seen, bool fromLow) =>
        seen.Tcp.Sequence != flow.ClientIsn || fromLow != flow.Is(TcpFlowFlags.ClientIsLow);

    private void Continue(int slot, in Observation seen, bool fromLow)
    {
        ref var flow = ref _flows[slot];
        var half = fromLow == flow.Is(TcpFlowFlags.ClientIsLow) ? 0 : 1;
        if (flow.Epoch != _context.Epoch) Void(ref flow);
        else if (seen.TimeNs - flow.LastSeenNs > RttRules.LongestNs) GiveUpOutstanding(ref flow);
        flow.LastSeenNs = seen.TimeNs;
        flow.Halves[half].Packets++;
        flow.Halves[half].PayloadBytes += seen.PayloadLength;
        if (flow.Halves[half ^ 1].Packets > 0) SeenBothWays(slot, ref flow);
        else if (flow.Halves[half].Packets == OneSidedAfter) SeenOneWay(ref flow);
        if (flow.Record >= 0 && (seen.TcpFlags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst)) != 0) NoteFlags(ref _book!.Connection(flow.Record), seen);
        if ((seen.TcpFlags & TcpFlags.Rst) != 0) Reset(slot, ref flow, half, seen);
        else if (!flow.Is(TcpFlowFlags.Closed)) TakeSegment(slot, ref flow, half, seen);
        else if ((seen.TcpFlags & (TcpFlags.Ack | TcpFlags.Syn)) == TcpFlags.Ack) Acknowledge(ref flow, half ^ 1, seen);
    }

    private void TakeSegment(int slot, ref TcpFlow flow, int half, in Observation seen)
    {
        var hasAck = (seen.TcpFlags & TcpFlags.Ack) != 0;
        if ((seen.TcpFlags & TcpFlags.Syn) != 0)
        {
            RepeatedHandshake(ref flow, half);
            return;
        }

        if (half == 0 && hasAck && flow.Is(TcpFlowFlags.AwaitsConfirmation)) Confirm(ref flow, seen);
        Begin(ref flow.Halves[half], seen.Tcp.Sequence);
        if (hasAck)
        {
            Acknowledge(ref flow, half ^ 1, seen);
            WatchWindow(ref flow, half, seen);
        }

        if ((seen.Flags & ObservationFlags.FirstFragment) == 0) TakeData(ref flow, half, seen);
        if (seen.Tcp.Tls != TlsShape.None) TakeTls(ref flow, half, seen);
        if (half == 1 && seen.PayloadLength > 0 && !flow.Is(TcpFlowFlags.JudgedForProxy)) CompareTtl(ref flow, seen);
        if (flow.Halves[0].HasFin && flow.Halves[1].HasFin && IsAllAcknowledged(flow.Halves[0]) && IsAllAcknowledged(flow.Halves[1]))
            End(slot, ref flow);
    }

    private static bool IsAllAcknowledged(in TcpHalf half) => half.Acked == half.Right;

    /// <summary>The first packet of a direction says where its numbers are.</summary>
    private static void Begin(ref TcpHalf half, uint sequence)
    {
        if (half.IsValid) return;
        (half.IsValid, half.Right, half.Acked) = (true, sequence, sequence);
    }

    /// <summary>While a connection is being set up; later its flow counts, and tells when it ends.</summary>
    private static void Note(ref ConnectionRecord record, in Observation seen, int half)
    {
        record.LastNs = Math.Max(record.LastNs, seen.TimeNs);
        record.Packets[half ^ 1]++;
        record.PayloadBytes[half ^ 1] += seen.PayloadLength;
        NoteFlags(ref record, seen);
    }

    private static void NoteFlags(ref ConnectionRecord record, in Observation seen)
    {
        if ((seen.TcpFlags & TcpFlags.Rst) != 0) record.Rsts++;
        if ((seen.TcpFlags & TcpFlags.Fin) != 0) record.Fins++;
        if (IsSyn(seen)) record.Syns++;
        if (IsSynAck(seen)) record.SynAcks++;
    }

    private void WatchWindow(ref TcpFlow flow, int half, in Observation seen)
    {
        ref var from = ref flow.Halves[half];
        from.Window = seen.Tcp.Window;
        var isZero = seen.Tcp.Window == 0;
        if (isZero && !from.IsWindowZero)
        {
            _context.Count(PassiveSeries.TcpRtt, flow.SenderOf(half), Counter.ZeroWindows);
            if (flow.Record >= 0) _book!.Connection(flow.Record).ZeroWindows++;
        }

        from.IsWindowZero = isZero;
    }

    private void Void(ref TcpFlow flow)
    {
        flow.Epoch = _context.Epoch;
        GiveUpOutstanding(ref flow);
        flow.Flags &= ~TcpFlowFlags.AwaitsConfirmation;
        if (!flow.Is(TcpFlowFlags.HelloAnswered)) flow.HelloNs = -1;
    }

    /// <summary>What waits for an acknowledgment would be no round trip any more.</summary>
    private void GiveUpOutstanding(ref TcpFlow flow)
    {
        var outstanding = flow.Halves[0].Ring.Count + flow.Halves[1].Ring.Count + (flow.Is(TcpFlowFlags.AwaitsConfirmation) ? 1 : 0);
        _context.Counters.Voided += outstanding;
        if (flow.Record >= 0) _book!.Connection(flow.Record).Voided += (uint)outstanding;
        Forget(ref flow);
    }

    private void Forget(ref TcpFlow flow)
    {
        for (var half = 0; half < 2; half++)
        {
            flow.Halves[half].Ring.Clear(_rings);
            flow.Halves[half].IsTimestampArmed = false;
        }
    }
}

using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>How a connection comes into the table of living ones, and how it leaves it.</summary>
internal sealed partial class TcpStage
{
    // So many packets without one from the other end are no accident.
    private const int OneSidedAfter = 16;

    /// <summary>The first packet behind the set-up: the connection lives.</summary>
    private void Promote(int embryoSlot, in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        var embryo = _embryos[embryoSlot];
        var fromClient = fromLow == embryo.ClientIsLow;
        // A client that was never answered as far as we saw, and yet goes on: only its half passes here.
        var isUnseenAnswer = fromClient && embryo.SynAcks == 0;
        if (embryo.SynAcks == 0 && !Follows(embryo, seen, fromClient))
        {
            // A bare acknowledgment of an older connection on the same ports: the server asks whether that still stands (RFC 9293 section
            // 3.10.7.4). Anything else goes on with a connection whose beginning was not this.
            if (!fromClient && seen.PayloadLength == 0) return;
            RemoveEmbryo(embryoSlot);
            OpenMidway(seen, key, fromLow, hash);
            return;
        }

        var isLate = embryo.Record < 0;
        if (isLate) _embryos[embryoSlot].Record = embryo.Record = OpenLate(embryo, seen, fromClient);
        RemoveEmbryo(embryoSlot);
        var slot = OpenSlot(key, hash);
        ref var flow = ref _flows[slot];
        Fill(ref flow, embryo);
        if (flow.Record >= 0)
        {
            ref var record = ref _book!.Connection(flow.Record);
            record.Handshake = embryo.SynAcks > 0 ? Handshake.Half : Handshake.None;
            if (embryo.SynAcks == 0 && !isLate) _book.Answered();
            if (isUnseenAnswer && embryo.Syns == 1 && _context.IsPossible(seen.TimeNs - embryo.LastSynNs)) record.FullConnectNs = seen.TimeNs - embryo.LastSynNs;
        }

        Continue(slot, seen, fromLow);
    }

    private static bool Follows(in Embryo embryo, in Observation seen, bool fromClient) =>
        fromClient ? seen.Tcp.Sequence == embryo.ClientIsn + 1 : seen.Tcp.Acknowledgment == embryo.ClientIsn + 1;

    /// <summary>A connection that lives after all, and that found no room among those that were only tried: it gets a record now.</summary>
    private int OpenLate(in Embryo embryo, in Observation seen, bool fromClient)
    {
        if (_book is null) return -1;
        var id = _book.OpenConnection(seen, fromClient, isUnanswered: false);
        if (id < 0) return -1;
        _context.Counters.ConnectionsOmitted--;
        ref var record = ref _book.Connection(id);
        (record.Syns, record.SynAcks) = (embryo.Syns, embryo.SynAcks);
        (record.Packets[1], record.Packets[0]) = (embryo.Syns, embryo.SynAcks);
        if (embryo.Syns > 0) record.StartNs = embryo.FirstSynNs;
        return id;
    }

    private void Fill(ref TcpFlow flow, in Embryo embryo)
    {
        // Filled in place: the flow is too large to be made elsewhere and copied.
        flow = default;
        flow.Record = embryo.Record;
        flow.HelloRecord = -1;
        flow.Epoch = _context.Epoch;
        (flow.ClientIsn, flow.ServerIsn) = (embryo.ClientIsn, embryo.ServerIsn);
        (flow.ClientSide, flow.ServerSide) = (embryo.ClientSide, embryo.ServerSide);
        (flow.ServerConnectNs, flow.ClientConnectNs) = (embryo.ServerConnectNs, -1);
        flow.LastSeenNs = _context.NowNs;
        flow.SynAckNs = embryo.FirstSynAckNs;
        flow.SynAckTimestamp = embryo.SynAckTimestamp;
        flow.SynAckTimeToLive = embryo.SynAckTimeToLive;
        flow.Flags = (embryo.ClientIsLow ? TcpFlowFlags.ClientIsLow : 0)
            | (embryo.SynAcks > 0 && embryo.Epoch == _context.Epoch ? TcpFlowFlags.AwaitsConfirmation : 0)
            | (embryo.SynAcks > 1 ? TcpFlowFlags.RepeatedSynAck : 0)
            | (embryo.ClientSide != Side.Unknown ? TcpFlowFlags.HasSides : 0);
        flow.Halves[0].Packets = embryo.Syns;
        flow.Halves[1].Packets = embryo.SynAcks;
        if (embryo.Syns > 0) Begin(ref flow.Halves[0], embryo.ClientIsn + 1);
        if (embryo.SynAcks > 0) Begin(ref flow.Halves[1], embryo.ServerIsn + 1);
    }

    /// <summary>Met in the middle: whoever is seen first is called the client.</summary>
    private void OpenMidway(in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        var slot = OpenSlot(key, hash);
        ref var flow = ref _flows[slot];
        var (client, server) = _context.Sides.SidesOf(seen.Source, seen.Destination);
        flow = default;
        flow.Record = _book?.OpenConnection(seen, fromClient: true, isUnanswered: false) ?? -1;
        flow.HelloRecord = -1;
        flow.Epoch = _context.Epoch;
        (flow.ClientSide, flow.ServerSide) = (client, server);
        (flow.ServerConnectNs, flow.ClientConnectNs) = (-1, -1);
        flow.LastSeenNs = seen.TimeNs;
        flow.Flags = (fromLow ? TcpFlowFlags.ClientIsLow : 0) | (client != Side.Unknown ? TcpFlowFlags.HasSides : 0);
        if (_book is not null && flow.Record < 0) _context.Counters.ConnectionsOmitted++;
        Continue(slot, seen, fromLow);
    }

    private int OpenSlot(in FlowKey key, ulong hash)
    {
        if (_slots.IsFull)
        {
            Close(_slots.Victim());
            _context.Counters.FlowsEvicted++;
        }

        _context.Counters.FlowsOpened++;
        return _slots.Add(key, hash);
    }

    /// <summary>The client's first acknowledgment: the way to the client and back, if only one SYN-ACK went there or its echo names it.</summary>
    private void Confirm(ref TcpFlow flow, in Observation seen)
    {
        flow.Flags &= ~TcpFlowFlags.AwaitsConfirmation;
        var names = (seen.Tcp.Options & TcpOptions.Timestamps) != 0 && flow.SynAckTimestamp != 0 && seen.Tcp.TimestampEcho == flow.SynAckTimestamp;
        if (flow.Record >= 0) _book!.Connection(flow.Record).Handshake = Handshake.Complete;
        if (flow.Is(TcpFlowFlags.RepeatedSynAck) && !names) return;
        var took = seen.TimeNs - flow.SynAckNs;
        if (!_context.IsPossible(took)) return;
        flow.ClientConnectNs = took;
        _context.Answered(PassiveSeries.TcpConnect, flow.ClientSide, took);
        if (flow.Record < 0) return;
        ref var record = ref _book!.Connection(flow.Record);
        record.ClientConnectNs = took;
        if (flow.Is(TcpFlowFlags.RepeatedSynAck)) record.Rtt[1].ByTimestamp++;
        else _book.Samples.Add(ref record.Rtt[1].Samples, took);
    }

    /// <summary>A SYN or SYN-ACK once more after the set-up: its first copy, or the confirmation, was lost or is late.</summary>
    private void RepeatedHandshake(ref TcpFlow flow, int half)
    {
        if (half == 0) _context.Count(PassiveSeries.TcpConnect, flow.ServerSide, Counter.SynRetries);
        if (flow.Is(TcpFlowFlags.AwaitsConfirmation)) flow.Flags |= TcpFlowFlags.RepeatedSynAck;
        if (flow.Record >= 0) _book!.Connection(flow.Record).IsAmbiguous = true;
    }

    private void SeenBothWays(int slot, ref TcpFlow flow)
    {
        _context.TwoWayNs = _context.NowNs;
        if (!flow.Is(TcpFlowFlags.Closed)) _slots.Mark(slot);
        if (flow.Is(TcpFlowFlags.CountedTwoSided)) return;
        flow.Flags |= TcpFlowFlags.CountedTwoSided;
        _context.Counters.TwoSidedFlows++;
        if (flow.Is(TcpFlowFlags.CountedOneSided)) _context.Counters.OneSidedFlows--;
    }

    private void SeenOneWay(ref TcpFlow flow)
    {
        flow.Flags |= TcpFlowFlags.CountedOneSided;
        _context.Counters.OneSidedFlows++;
    }

    private void Reset(int slot, ref TcpFlow flow, int half, in Observation seen)
    {
        if ((seen.TcpFlags & TcpFlags.Ack) != 0) Acknowledge(ref flow, half ^ 1, seen);
        if (!flow.Is(TcpFlowFlags.Closed)) End(slot, ref flow);
    }

    /// <summary>Over, but kept while there is room: late copies of its packets must not look like a new connection.</summary>
    private void End(int slot, ref TcpFlow flow)
    {
        flow.Flags |= TcpFlowFlags.Closed;
        _slots.Unmark(slot);
    }

    private void Close(int slot)
    {
        ref var flow = ref _flows[slot];
        if (!flow.Is(TcpFlowFlags.Closed)) End(slot, ref flow);
        Settle(ref flow);
        Release(ref flow);
        _slots.Remove(slot);
    }

    private void Release(ref TcpFlow flow)
    {
        Forget(ref flow);
        _trouble.Give(ref flow.Halves[0].Trouble);
        _trouble.Give(ref flow.Halves[1].Trouble);
    }

    /// <summary>What can only be said of a whole connection.</summary>
    private void Settle(ref TcpFlow flow)
    {
        JudgeProxy(ref flow);
        if (flow.Record < 0) return;
        ref var record = ref _book!.Connection(flow.Record);
        (record.HasTtlHint, record.HasRttHint) = (flow.Is(TcpFlowFlags.TtlHint), flow.Is(TcpFlowFlags.RttHint));
        record.LastNs = Math.Max(record.LastNs, flow.LastSeenNs);
        (record.Packets[1], record.Packets[0]) = (flow.Halves[0].Packets, flow.Halves[1].Packets);
        (record.PayloadBytes[1], record.PayloadBytes[0]) = (flow.Halves[0].PayloadBytes, flow.Halves[1].PayloadBytes);
    }
}

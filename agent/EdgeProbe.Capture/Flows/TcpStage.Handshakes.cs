using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// From the first SYN to the client's first acknowledgment. SYN to SYN-ACK is the way to the server and back, SYN-ACK to ACK the way to the
/// client and back. Where a SYN or SYN-ACK was seen twice it is not known which of them was answered (Karn), unless the timestamp that comes
/// back names it (RFC 7323).
/// </summary>
internal sealed partial class TcpStage
{
    private const int MostEmbryos = 4096;

    // One source may have an eighth of the table: a scanner at home must not hide everybody else's attempts.
    private const int MostOfOneSource = MostEmbryos / 8;
    private const int Sources = 4096;

    // Three seconds: a user has noticed, and the second SYN of every system has gone out (RFC 6298: 1 s).
    private const long UnansweredNs = 3_000_000_000;

    // Longer than the longest pause between two SYNs of a common system (63 s after the sixth).
    private const long GiveUpNs = 70_000_000_000;

    private readonly SlotTable _embryoSlots = new(MostEmbryos);
    private readonly NativeTable<Embryo> _embryos = new(MostEmbryos);
    private readonly NativeTable<ushort> _ofSource = new(Sources);
    private readonly DeadlineQueue _unanswered = new(MostEmbryos, UnansweredNs);
    private readonly DeadlineQueue _given = new(MostEmbryos, GiveUpNs);
    private uint _generation;

    private void DisposeEmbryos()
    {
        _embryoSlots.Dispose();
        _embryos.Dispose();
        _ofSource.Dispose();
        _unanswered.Dispose();
        _given.Dispose();
    }

    /// <summary>A packet of a connection that is in no table of living ones.</summary>
    private void Begin(in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        var slot = _embryoSlots.Find(key, hash);
        if (slot >= 0 && _embryos[slot].Epoch != _context.Epoch) VoidEmbryo(ref _embryos[slot]);
        if (IsSyn(seen)) TakeSyn(slot, seen, key, fromLow, hash);
        else if (IsSynAck(seen)) TakeSynAck(slot, seen, key, fromLow, hash);
        else if ((seen.TcpFlags & TcpFlags.Rst) != 0) TakeEarlyReset(slot, seen, fromLow);
        else if (slot >= 0) Promote(slot, seen, key, fromLow, hash);
        else OpenMidway(seen, key, fromLow, hash);
    }

    private void TakeSyn(int slot, in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        if (slot >= 0 && IsOtherAttempt(_embryos[slot], seen, fromLow))
        {
            RemoveEmbryo(slot);
            slot = -1;
        }

        if (slot < 0)
        {
            slot = AddEmbryo(seen, key, fromLow, fromClient: true, hash);
            if (slot < 0) return;
            ref var first = ref _embryos[slot];
            (first.ClientIsn, first.HasIsn, first.FirstSynNs, first.Syns) = (seen.Tcp.Sequence, true, seen.TimeNs, 1);
            first.FirstSynTimestamp = seen.Tcp.TimestampValue;
            RememberSyn(ref first, seen);
            return;
        }

        ref var embryo = ref _embryos[slot];
        if (!embryo.HasIsn || embryo.Syns == 0)
        {
            // The capture shows the SYN-ACK first; the frames' own times may still have it behind the SYN.
            (embryo.HasIsn, embryo.FirstSynNs, embryo.ClientIsn) = (true, seen.TimeNs, seen.Tcp.Sequence);
            if (embryo.SynAcks == 1 && embryo.FirstSynAckNs >= seen.TimeNs) SetServerHalf(ref embryo, embryo.FirstSynAckNs - seen.TimeNs);
        }
        else
        {
            embryo.IsAmbiguous = true;
            _context.Count(PassiveSeries.TcpConnect, embryo.ServerSide, Counter.SynRetries);
        }

        embryo.Syns = Next(embryo.Syns);
        RememberSyn(ref embryo, seen);
        if (embryo.Record >= 0) Note(ref _book!.Connection(embryo.Record), seen, 0);
    }

    private static void RememberSyn(ref Embryo embryo, in Observation seen)
    {
        embryo.LastSynNs = seen.TimeNs;
        embryo.LastSynTimestamp = seen.Tcp.TimestampValue;
        embryo.HasTimestamps = (seen.Tcp.Options & TcpOptions.Timestamps) != 0;
    }

    private static bool IsOtherAttempt(in Embryo embryo, in Observation seen, bool fromLow) =>
        embryo.ClientIsLow != fromLow || (embryo.HasIsn && embryo.ClientIsn != seen.Tcp.Sequence);

    private void TakeSynAck(int slot, in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        if (slot >= 0 && !Answers(_embryos[slot], seen, fromLow)) return;
        if (slot < 0)
        {
            slot = AddEmbryo(seen, key, !fromLow, fromClient: false, hash);
            if (slot < 0) return;
            (_embryos[slot].ClientIsn, _embryos[slot].HasIsn) = (seen.Tcp.Acknowledgment - 1, true);
        }
        else if (_embryos[slot].Record >= 0)
        {
            Note(ref _book!.Connection(_embryos[slot].Record), seen, 1);
        }

        ref var embryo = ref _embryos[slot];
        _embryoSlots.Mark(slot);
        embryo.SynAcks = Next(embryo.SynAcks);
        if (embryo.SynAcks > 1) return;
        if (embryo.Record >= 0 && embryo.Syns > 0) _book!.Answered();
        (embryo.FirstSynAckNs, embryo.ServerIsn) = (seen.TimeNs, seen.Tcp.Sequence);
        (embryo.SynAckTimestamp, embryo.SynAckTimeToLive, embryo.SynAckWindow) = (seen.Tcp.TimestampValue, seen.TimeToLive, seen.Tcp.Window);
        embryo.HasTimestamps &= (seen.Tcp.Options & TcpOptions.Timestamps) != 0;
        MeasureServerHalf(ref embryo, seen);
    }

    private static bool Answers(in Embryo embryo, in Observation seen, bool fromLow) =>
        embryo.ClientIsLow != fromLow && seen.Tcp.Acknowledgment == embryo.ClientIsn + 1
        && (embryo.SynAcks == 0 || embryo.ServerIsn == seen.Tcp.Sequence);

    private void MeasureServerHalf(ref Embryo embryo, in Observation seen)
    {
        var began = embryo.Syns switch
        {
            0 => long.MinValue,
            1 => embryo.FirstSynNs,
            _ when !embryo.HasTimestamps || embryo.FirstSynTimestamp == embryo.LastSynTimestamp => long.MinValue,
            _ when seen.Tcp.TimestampEcho == embryo.LastSynTimestamp => embryo.LastSynNs,
            _ when seen.Tcp.TimestampEcho == embryo.FirstSynTimestamp => embryo.FirstSynNs,
            _ => long.MinValue,
        };
        if (began == long.MinValue)
        {
            if (embryo.Syns > 0) _context.Count(PassiveSeries.TcpConnect, embryo.ServerSide, Counter.AmbiguousConnects);
            return;
        }

        if (embryo.Syns > 1) (embryo.IsAmbiguous, embryo.IsByTimestamp) = (false, true);
        SetServerHalf(ref embryo, seen.TimeNs - began);
    }

    private void SetServerHalf(ref Embryo embryo, long took)
    {
        if (!_context.IsPossible(took)) return;
        embryo.ServerConnectNs = took;
        if (!embryo.IsReported) _context.Answered(PassiveSeries.TcpConnect, embryo.ServerSide, took);
    }

    private void TakeEarlyReset(int slot, in Observation seen, bool fromLow)
    {
        if (slot < 0)
        {
            _context.Counters.StrayResets++;
            return;
        }

        ref var embryo = ref _embryos[slot];
        if (embryo.Record >= 0) Note(ref _book!.Connection(embryo.Record), seen, fromLow == embryo.ClientIsLow ? 0 : 1);
        // RFC 9293 section 3.5.2: a refusal acknowledges the SYN.
        var isRefusal = fromLow != embryo.ClientIsLow && embryo.SynAcks == 0 && (seen.TcpFlags & TcpFlags.Ack) != 0
            && seen.Tcp.Acknowledgment == embryo.ClientIsn + 1;
        if (isRefusal)
        {
            // No connection, but a way to the server and back.
            if (embryo.Syns == 1 && _context.IsPossible(seen.TimeNs - embryo.FirstSynNs)) embryo.RefusedNs = seen.TimeNs - embryo.FirstSynNs;
            Fail(ref embryo, Reason.Refused, Handshake.Refused);
        }

        // A client may also end an older connection on the same ports first (RFC 9293 section 3.5.1, figure 8).
        var isClients = fromLow == embryo.ClientIsLow;
        if (isClients && embryo.SynAcks == 0 && embryo.HasIsn && seen.Tcp.Sequence != embryo.ClientIsn + 1)
        {
            // The SYN before it was the older connection's: the next one, though it has the same number, is the first that can be answered.
            (embryo.Syns, embryo.IsAmbiguous) = (0, false);
            return;
        }

        var isGivenUp = isClients && (!embryo.HasIsn || seen.Tcp.Sequence == embryo.ClientIsn + 1);
        if (isRefusal || isGivenUp || (fromLow != embryo.ClientIsLow && embryo.SynAcks > 0)) RemoveEmbryo(slot);
    }

    private void Fail(ref Embryo embryo, Reason reason, Handshake handshake, ushort code = 0)
    {
        if (!embryo.IsReported) _context.Failed(PassiveSeries.TcpConnect, embryo.ServerSide, reason, code);
        embryo.IsReported = true;
        if (embryo.Record >= 0) _book!.Connection(embryo.Record).Handshake = handshake;
    }

    private int AddEmbryo(in Observation seen, in FlowKey key, bool clientIsLow, bool fromClient, ulong hash)
    {
        var source = (ushort)(FlowKey.Mix(seen.Source.High ^ _context.Secret, seen.Source.Low ^ 0xC2B2AE3D27D4EB4F) & (Sources - 1));
        if (_ofSource[source] >= MostOfOneSource)
        {
            _context.Counters.SourceCapped++;
            return -1;
        }

        if (_embryoSlots.IsFull)
        {
            RemoveEmbryo(_embryoSlots.Victim());
            _context.Counters.EmbryosEvicted++;
        }

        var slot = _embryoSlots.Add(key, hash);
        var (client, server) = fromClient
            ? _context.Sides.SidesOf(seen.Source, seen.Destination)
            : _context.Sides.SidesOf(seen.Destination, seen.Source);
        _embryos[slot] = new Embryo
        {
            Generation = ++_generation,
            Record = _book?.OpenConnection(seen, fromClient, isUnanswered: fromClient) ?? -1,
            Source = source,
            Epoch = _context.Epoch,
            ClientIsLow = clientIsLow,
            ClientSide = client,
            ServerSide = server,
            ServerConnectNs = -1,
        };
        _ofSource[source]++;
        if (_book is not null && _embryos[slot].Record < 0) _context.Counters.ConnectionsOmitted++;
        if (_embryos[slot].Record >= 0) Note(ref _book!.Connection(_embryos[slot].Record), seen, fromClient ? 0 : 1);
        if (fromClient) _unanswered.Add(slot, _generation, _context.NowNs);
        _given.Add(slot, _generation, _context.NowNs);
        return slot;
    }

    private void RemoveEmbryo(int slot)
    {
        ref var embryo = ref _embryos[slot];
        _ofSource[embryo.Source]--;
        Write(embryo);
        _embryoSlots.Remove(slot);
        embryo.Generation = 0;
    }

    private void VoidEmbryo(ref Embryo embryo)
    {
        embryo.Epoch = _context.Epoch;
        embryo.IsAmbiguous = true;
        _context.Counters.Voided++;
    }

    private void ExpireEmbryos()
    {
        while (_unanswered.TryTake(_context.NowNs, out var slot, out var generation))
        {
            ref var embryo = ref _embryos[slot];
            // Silence is a failure only where answers would be seen.
            if (embryo.Generation == generation && embryo.SynAcks == 0 && _context.SeesBothWays)
                Fail(ref embryo, Reason.ConnectTimedOut, Handshake.Unanswered);
        }

        while (_given.TryTake(_context.NowNs, out var slot, out var generation))
        {
            ref var embryo = ref _embryos[slot];
            if (embryo.Generation != generation) continue;
            if (_context.NowNs - embryo.LastSynNs < GiveUpNs) _given.Add(slot, generation, _context.NowNs);
            else RemoveEmbryo(slot);
        }
    }

    private void Write(in Embryo embryo)
    {
        if (embryo.Record < 0) return;
        ref var record = ref _book!.Connection(embryo.Record);
        record.IsAmbiguous = embryo.IsAmbiguous || record.SynAcks > 1;
        record.ServerConnectNs = embryo.RefusedNs == 0 ? embryo.ServerConnectNs : -1;
        if (embryo.RefusedNs > 0) _book.Samples.Add(ref record.Rtt[0].Samples, embryo.RefusedNs);
        else if (embryo.ServerConnectNs >= 0 && embryo.IsByTimestamp) record.Rtt[0].ByTimestamp++;
        else if (embryo.ServerConnectNs >= 0) _book.Samples.Add(ref record.Rtt[0].Samples, embryo.ServerConnectNs);
        if (record.Handshake == Handshake.None) record.Handshake = embryo.SynAcks > 0 ? Handshake.Half : Handshake.Unanswered;
    }

    private static byte Next(byte count) => count == byte.MaxValue ? count : (byte)(count + 1);
}

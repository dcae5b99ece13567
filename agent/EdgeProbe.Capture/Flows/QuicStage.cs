using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// QUIC from outside (RFC 9312 section 3.8): the client's Initial to the server's first packet is the way to the server and back, the
/// server's first Handshake packet to the client's the way to the client and back. The server's half holds its crypto work as well. An
/// Initial that was sent again leaves open which of them was answered: such a half enters no window.
/// </summary>
internal sealed partial class QuicStage : IDisposable
{
    private const int Most = 1024;

    // Initials closer together are one ClientHello in several datagrams; the shortest retransmission timer in use is 100 ms.
    private const long OneFlightNs = 50_000_000;
    private const int UsualPort = 443;

    private readonly FlowContext _context;
    private readonly FlowBook? _book;
    private readonly SlotTable _slots = new(Most);
    private readonly NativeTable<QuicFlow> _flows = new(Most);

    public QuicStage(FlowContext context) => (_context, _book) = (context, context.Book);

    /// <summary>A datagram with a long header, or any datagram of a flow that began with one. False when it is none of QUIC's.</summary>
    public bool TryTake(in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        var slot = _slots.Find(key, hash);
        var isLong = seen.Udp.Shape == UdpShape.QuicLong;
        if (slot < 0 && (!isLong || !MayBegin(seen))) return false;
        if (slot < 0) slot = Open(seen, key, fromLow, hash);
        ref var flow = ref _flows[slot];
        if (flow.Epoch != _context.Epoch) Void(ref flow);
        var fromClient = fromLow == flow.ClientIsLow;
        if (fromClient) flow.ClientPackets++;
        else flow.ServerPackets++;
        if (flow.IsGuess && !fromClient && !Believe(ref flow, seen)) return true;
        if (!flow.IsGuess) _slots.Mark(slot);
        if (isLong) TakeLong(ref flow, seen, fromClient);
        var shortHeader = isLong ? seen.Udp.QuicShortFollows : seen.Udp.FirstByte;
        if (shortHeader != 0) TakeSpin(ref flow, shortHeader, seen.TimeNs, fromClient);
        return true;
    }

    public void CloseAll()
    {
        for (var slot = 0; slot < Most; slot++)
        {
            if (_slots.IsUsed(slot)) Write(_flows[slot]);
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        _flows.Dispose();
    }

    /// <summary>A client's Initial fills its datagram to 1,200 bytes (RFC 9000 section 14.1): of a version that is not known, nothing else begins a flow.</summary>
    private static bool MayBegin(in Observation seen) =>
        (seen.Flags & ObservationFlags.Guessed) == 0 || ((seen.Udp.Quic & QuicTypes.Initial) != 0 && seen.PayloadLength >= 1200);

    /// <summary>A server sends to the id that the client named as its own (RFC 8999): then it is QUIC, whatever the version.</summary>
    private bool Believe(ref QuicFlow flow, in Observation seen)
    {
        if (seen.Udp.Shape != UdpShape.QuicLong || seen.Udp.QuicDestinationHash != flow.ClientIdHash) return false;
        flow.IsGuess = false;
        flow.Record = OpenRecord(seen, fromClient: false);
        if (flow.Record >= 0) (_book!.Quic[flow.Record].StartNs, _book.Quic[flow.Record].Version) = (flow.FirstInitialNs, flow.Version);
        return true;
    }

    private int Open(in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        if (_slots.IsFull)
        {
            var victim = _slots.Victim();
            Write(_flows[victim]);
            _slots.Remove(victim);
            _context.Counters.QuicFlowsEvicted++;
        }

        var slot = _slots.Add(key, hash);
        var fromClient = seen.SourcePort != UsualPort || seen.DestinationPort == UsualPort;
        var (near, far) = _context.Sides.SidesOf(seen.Source, seen.Destination);
        _flows[slot] = new QuicFlow
        {
            ClientIsLow = fromLow == fromClient,
            Epoch = _context.Epoch,
            ClientSide = fromClient ? near : far,
            ServerSide = fromClient ? far : near,
            ServerHalfNs = -1,
            ClientHalfNs = -1,
            Version = seen.Udp.QuicVersion,
            ClientIdHash = fromClient ? seen.Udp.QuicSourceHash : seen.Udp.QuicDestinationHash,
            IsGuess = (seen.Flags & ObservationFlags.Guessed) != 0,
            Record = (seen.Flags & ObservationFlags.Guessed) != 0 ? -1 : OpenRecord(seen, fromClient),
        };
        return slot;
    }

    private int OpenRecord(in Observation seen, bool fromClient)
    {
        if (_book is null) return -1;
        var id = _book.Quic.Add();
        if (id < 0)
        {
            _context.Counters.QuicOmitted++;
            return -1;
        }

        ref var record = ref _book.Quic[id];
        (record.Client, record.ClientPort) = fromClient ? (seen.Source, seen.SourcePort) : (seen.Destination, seen.DestinationPort);
        (record.Server, record.ServerPort) = fromClient ? (seen.Destination, seen.DestinationPort) : (seen.Source, seen.SourcePort);
        (record.StartNs, record.Version) = (seen.TimeNs, seen.Udp.QuicVersion);
        (record.ServerHalfNs, record.ServerHalfFromFirstNs, record.ClientHalfNs) = (-1, -1, -1);
        record.ClientSide = _context.Sides.SidesOf(record.Client, record.Server).First;
        record.Basis = record.ClientSide == Side.Unknown ? SideBasis.Assumed : _context.Sides.IsConfigured ? SideBasis.Home : SideBasis.Private;
        return id;
    }

    private void TakeLong(ref QuicFlow flow, in Observation seen, bool fromClient)
    {
        var types = seen.Udp.Quic;
        if (fromClient)
        {
            if ((types & QuicTypes.ZeroRtt) != 0 && flow.Record >= 0) _book!.Quic[flow.Record].HasZeroRtt = true;
            if ((types & QuicTypes.Initial) != 0) TakeClientInitial(ref flow, seen);
            if ((types & QuicTypes.Handshake) != 0) TakeClientHandshake(ref flow, seen.TimeNs);
        }
        else if ((types & QuicTypes.Retry) != 0)
        {
            TakeRetry(ref flow);
        }
        else
        {
            TakeServerPacket(ref flow, seen, types);
        }
    }

    /// <summary>One round trip more: the client begins anew. It heeds the first Retry only (RFC 9000 section 17.2.5.2).</summary>
    private void TakeRetry(ref QuicFlow flow)
    {
        if (flow.HasRetry && flow.Flights > 0) return;
        (flow.HasRetry, flow.Flights) = (true, 0);
        if (flow.Record >= 0) _book!.Quic[flow.Record].HasRetry = true;
    }

    private static void TakeClientInitial(ref QuicFlow flow, in Observation seen)
    {
        if (flow.HasServerAnswered) return;
        flow.Initials++;
        flow.Version = seen.Udp.QuicVersion;
        if (flow.Flights == 0) flow.FirstInitialNs = seen.TimeNs;
        if (flow.Flights < byte.MaxValue && (flow.Flights == 0 || seen.TimeNs - flow.LastInitialNs > OneFlightNs)) flow.Flights++;
        flow.LastInitialNs = seen.TimeNs;
    }

    private void TakeServerPacket(ref QuicFlow flow, in Observation seen, QuicTypes types)
    {
        if (!flow.HasServerAnswered)
        {
            flow.HasServerAnswered = true;
            _context.TwoWayNs = _context.NowNs;
            MeasureServerHalf(ref flow, seen.TimeNs);
        }

        if ((types & QuicTypes.Handshake) != 0 && flow.ServerHandshakeNs == 0) flow.ServerHandshakeNs = seen.TimeNs;
    }

    private void MeasureServerHalf(ref QuicFlow flow, long timeNs)
    {
        if (flow.Flights == 0) return;
        var took = timeNs - flow.LastInitialNs;
        if (!_context.IsPossible(took)) return;
        flow.ServerHalfNs = took;
        if (flow.Flights == 1) _context.Answered(PassiveSeries.QuicConnect, flow.ServerSide, took);
        else _context.Count(PassiveSeries.QuicConnect, flow.ServerSide, Counter.AmbiguousConnects);
        if (flow.Record < 0) return;
        ref var record = ref _book!.Quic[flow.Record];
        (record.ServerHalfNs, record.ServerHalfFromFirstNs) = (took, timeNs - flow.FirstInitialNs);
    }

    private void TakeClientHandshake(ref QuicFlow flow, long timeNs)
    {
        if (flow.ServerHandshakeNs == 0 || flow.ClientHalfNs >= 0) return;
        var took = timeNs - flow.ServerHandshakeNs;
        if (!_context.IsPossible(took)) return;
        flow.ClientHalfNs = took;
        _context.Answered(PassiveSeries.QuicConnect, flow.ClientSide, took);
        if (flow.Record >= 0) _book!.Quic[flow.Record].ClientHalfNs = took;
    }

    private void Void(ref QuicFlow flow)
    {
        flow.Epoch = _context.Epoch;
        if (!flow.HasServerAnswered && flow.Flights > 0) _context.Counters.Voided++;
        (flow.Flights, flow.ServerHandshakeNs) = (0, 0);
        flow.Client.Forget();
        flow.Server.Forget();
    }

    private void Write(in QuicFlow flow)
    {
        if (flow.Record < 0) return;
        ref var record = ref _book!.Quic[flow.Record];
        record.Spin = StateOf(flow);
        (record.ClientPackets, record.ServerPackets, record.Initials, record.Version) = (flow.ClientPackets, flow.ServerPackets, flow.Initials, flow.Version);
        (record.ClientEdges, record.ServerEdges, record.RejectedEdges) = (flow.Client.Edges, flow.Server.Edges, flow.Client.Rejected + flow.Server.Rejected);
    }
}

using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows.Records;

/// <summary>
/// Every connection, handshake, query and stream by itself, for the replay of a file; a live capture keeps none. Bounded: what finds no
/// place is counted. Connections that were never answered have places of their own, so that a flood of SYNs leaves room for those that live.
/// </summary>
internal sealed class FlowBook(SideMap sides) : IDisposable
{
    private const int MostConnections = 10_000;
    private const int MostUnanswered = 2_048;
    private const int MostOthers = 10_000;

    private readonly NativeList<ConnectionRecord> _connections = new(MostConnections + MostUnanswered);
    private int _unanswered;

    public SamplePool Samples { get; } = new();

    public NativeList<HelloRecord> Hellos { get; } = new(MostOthers);

    public NativeList<QueryRecord> Queries { get; } = new(MostOthers);

    public NativeList<QuicRecord> Quic { get; } = new(MostOthers);

    public NativeList<StreamRecord> Streams { get; } = new(MostOthers);

    public EchoRecord Echo { get; } = new();

    public DnsTotals Dns { get; } = new();

    public NativeList<ConnectionRecord> Connections => _connections;

    public ref ConnectionRecord Connection(int id) => ref _connections[id];

    /// <summary>A new record by the packet that began it, or -1 when there is no room.</summary>
    public int OpenConnection(in Observation seen, bool fromClient, bool isUnanswered)
    {
        if (isUnanswered && _unanswered == MostUnanswered) return -1;
        if (!isUnanswered && _connections.Count - _unanswered >= MostConnections) return -1;
        var id = _connections.Add();
        if (id < 0) return -1;
        if (isUnanswered) _unanswered++;
        ref var record = ref _connections[id];
        record = new ConnectionRecord
        {
            Client = fromClient ? seen.Source : seen.Destination,
            Server = fromClient ? seen.Destination : seen.Source,
            ClientPort = fromClient ? seen.SourcePort : seen.DestinationPort,
            ServerPort = fromClient ? seen.DestinationPort : seen.SourcePort,
            StartNs = seen.TimeNs,
            LastNs = seen.TimeNs,
            FullConnectNs = -1,
            ServerConnectNs = -1,
            ClientConnectNs = -1,
        };
        record.ClientSide = sides.SidesOf(record.Client, record.Server).First;
        record.Basis = record.ClientSide == Side.Unknown ? SideBasis.Assumed : sides.IsConfigured ? SideBasis.Home : SideBasis.Private;
        return id;
    }

    /// <summary>A connection that was counted among the unanswered has been answered.</summary>
    public void Answered() => _unanswered--;

    public void Dispose()
    {
        _connections.Dispose();
        Hellos.Dispose();
        Queries.Dispose();
        Quic.Dispose();
        Streams.Dispose();
        Samples.Dispose();
    }
}

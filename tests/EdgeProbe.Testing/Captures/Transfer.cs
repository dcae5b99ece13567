using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Testing.Captures;

/// <summary>
/// A TCP connection between a home and the internet that carries data one way: SACK (RFC 2018, RFC 2883), timestamps (RFC 7323), delayed
/// acknowledgments (RFC 9293 section 3.8.6.3), retransmission after three duplicate acknowledgments or by timer. Congestion control is left
/// out: a fixed window makes the same losses, in fewer packets.
/// </summary>
public sealed partial class Transfer
{
    private readonly Simulation _simulation;
    private readonly TransferOptions _options;
    private readonly SplitPath _path;
    private readonly Ends _clientToServer;
    private readonly uint _clientFirst, _serverFirst;
    private readonly uint _clientClock, _serverClock;
    private long _synNs, _synAckNs, _ackNs;

    private Transfer(Simulation simulation, TransferOptions options)
    {
        (_simulation, _options) = (simulation, options);
        _path = new SplitPath(simulation, options.Path);
        var ends = options.V6 ? Ends.V6(options.ClientPort) : Ends.V4(options.ClientPort);
        _clientToServer = options.Inbound ? new Ends(new(ends.To.Address, options.ClientPort), new(ends.From.Address, 443)) : ends;
        (_clientFirst, _serverFirst) = (options.FirstSequence ?? Any(), options.FirstSequence ?? Any());
        (_clientClock, _serverClock) = (options.FirstTimestamp ?? Any(), options.FirstTimestamp ?? Any());
    }

    // The sender of the data is the client when exactly one of these holds: a home's client uploads, a far client that reaches into the home does not.
    private bool ClientSends => _options.Upload != _options.Inbound;

    private bool ClientIsUp => !_options.Inbound;

    public static (Recording Recording, TransferTruth Truth) Run(int seed, TransferOptions options)
    {
        var simulation = new Simulation(seed);
        var transfer = new Transfer(simulation, options);
        simulation.After(simulation.Between(Simulation.Millisecond, 40 * Simulation.Millisecond), transfer.Open);
        simulation.Run();
        return (transfer._path.Recording, transfer.Truth());
    }

    private void Open() => FromClient(TcpHeader.Syn, 0, 0, Answer, seen: at => _synNs = at);

    private void Answer() => FromServer(TcpHeader.Syn | TcpHeader.Ack, 0, 1, Opened, seen: at => _synAckNs = at);

    private void Opened()
    {
        FromClient(TcpHeader.Ack, 1, 1, Nothing, seen: at => _ackNs = at);
        if (ClientSends) _simulation.After(Simulation.Millisecond, Pump);
        else _simulation.After(Simulation.Millisecond, () => FromClient(TcpHeader.Ack | TcpHeader.Psh, 1, 1, Pump, RequestBytes));
    }

    private void Close()
    {
        if (_options.KeepAlives > 0) KeepAlive(_options.KeepAlives, CloseClient);
        else CloseClient();
    }

    // RFC 9293 section 3.8.4: a sequence number that was acknowledged long ago asks for nothing but an answer.
    private void KeepAlive(int count, Action then)
    {
        var (own, other) = (EndOf(client: true), EndOf(client: false));
        _simulation.After(Simulation.Second / 2, () => FromClient(TcpHeader.Ack, own - 1, other, () => FromServer(TcpHeader.Ack, other, own, () =>
        {
            if (count > 1) KeepAlive(count - 1, then);
            else then();
        })));
    }

    private void CloseClient()
    {
        var (own, other) = (EndOf(client: true), EndOf(client: false));
        FromClient(TcpHeader.Fin | TcpHeader.Ack, own, other, () =>
            FromServer(TcpHeader.Fin | TcpHeader.Ack, other, own + 1, () =>
                FromClient(TcpHeader.Ack, own + 1, other + 1, Nothing)));
    }

    // The first number behind all data of that side, counted from its SYN.
    private uint EndOf(bool client) => client == ClientSends ? 1 + (uint)PayloadBytes : EndOfReceiver;

    // The server sends nothing of its own, the client its request.
    private uint EndOfReceiver => ClientSends ? 1 : 1 + RequestBytes;

    private TransferTruth Truth() => new()
    {
        ToServerNs = _synAckNs - _synNs,
        ToClientNs = _ackNs - _synAckNs,
        LostWan = _path.LostWan,
        LostLan = _path.LostLan,
        Spurious = _spurious,
        SentAgain = _sentAgain,
        KeepAlives = _options.KeepAlives,
        DataRttNs = _samples,
        PayloadBytes = PayloadBytes,
    };

    private uint Any() => (uint)_simulation.Chance.NextInt64(0, 1L << 32);

    private static void Nothing()
    {
        // The other side has nothing to say to this.
    }
}

using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Testing.Captures;

/// <summary>How segments come to be: numbers are counted from each side's SYN and put on the wire as its first number plus that.</summary>
public sealed partial class Transfer
{
    private const uint RequestBytes = 300;
    private const long TickNs = Simulation.Millisecond;

    // What each side last saw of the other's clock and will echo.
    private uint _clientEcho, _serverEcho;

    private void FromClient(
        int flags, uint sequence, uint acknowledgment, Action arrived, uint bytes = 0, (uint, uint)[]? sack = null, Action<long>? seen = null, bool data = false) =>
        Send(client: true, flags, sequence, acknowledgment, arrived, bytes, sack, seen, data);

    private void FromServer(
        int flags, uint sequence, uint acknowledgment, Action arrived, uint bytes = 0, (uint, uint)[]? sack = null, Action<long>? seen = null, bool data = false) =>
        Send(client: false, flags, sequence, acknowledgment, arrived, bytes, sack, seen, data);

    private void Send(
        bool client, int flags, uint sequence, uint acknowledgment, Action arrived, uint bytes, (uint Left, uint Right)[]? sack, Action<long>? seen, bool data)
    {
        var up = client == ClientIsUp;
        var clock = Clock(client);
        var (own, other) = client ? (_clientFirst, _serverFirst) : (_serverFirst, _clientFirst);
        var isSyn = (flags & TcpHeader.Syn) != 0;
        var header = new TcpHeader
        {
            Sequence = own + sequence,
            Acknowledgment = (flags & TcpHeader.Ack) != 0 ? other + acknowledgment : 0,
            Flags = flags,
            Timestamps = _options.Timestamps ? (clock, client ? _clientEcho : _serverEcho) : null,
            MaximumSegmentSize = isSyn ? _options.SegmentBytes : null,
            SackPermitted = isSyn && _options.Sack,
            WindowScale = isSyn ? 7 : null,
            Sack = [.. (sack ?? []).Select(block => (other + block.Left, other + block.Right))],
        };
        var ends = client ? _clientToServer : _clientToServer.Reversed;
        var packet = IpPackets.Tcp(ends, header, new byte[bytes], new IpHeader { Identification = _path.NextId(up) });
        _path.Send(up, packet, data, () =>
        {
            if (!data) Echo(client, clock);
            arrived();
        }, seen);
    }

    private uint Clock(bool client) => (client ? _clientClock : _serverClock) + (uint)(_simulation.NowNs / TickNs);

    private void Echo(bool client, uint clock)
    {
        if (client) _serverEcho = clock;
        else _clientEcho = clock;
    }
}

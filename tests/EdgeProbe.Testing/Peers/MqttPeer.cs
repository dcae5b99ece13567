using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Testing.Peers;

/// <summary>
/// An MQTT v5 server of a test's own that does what no proper broker does. It reads packets and answers CONNECT, SUBSCRIBE and PINGREQ as it
/// should; what it says to a PUBLISH, and when it falls silent, the test decides. Plain TCP on loopback.
/// </summary>
public sealed class MqttPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<PeerConnection> _connections = new();
    private readonly Task _accepting;

    public MqttPeer(PeerBehaviour? behaviour = null)
    {
        Behaviour = behaviour ?? new PeerBehaviour();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public PeerBehaviour Behaviour { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>All connections so far, oldest first.</summary>
    public IReadOnlyCollection<PeerConnection> Connections => _connections;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var connection in _connections) await connection.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _connections.Enqueue(new PeerConnection(await _listener.AcceptSocketAsync(_stopping.Token), Behaviour));
        }
        // A listener that was stopped between two accepts says so by InvalidOperationException.
        catch (Exception over) when (over is OperationCanceledException or SocketException or InvalidOperationException) { }
    }
}

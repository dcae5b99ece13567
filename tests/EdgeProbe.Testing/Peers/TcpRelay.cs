using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Testing.Peers;

/// <summary>
/// A line between a client and a server on loopback that a test can cut or let go dead. What is under way inside it is lost, as in a cable.
/// </summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Socket> _open = new();
    private readonly ConcurrentQueue<Task> _running = new();
    private readonly Task _accepting;
    private volatile bool _dead;
    private long _fromClients;

    /// <param name="target">The server's port on 127.0.0.1.</param>
    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>
    /// Dead: connections stay open and carry nothing in either direction (half-open, RFC 9293 section 3.5.1). New ones are taken and not served.
    /// Bytes that came in the meantime stay lost when it is alive again.
    /// </summary>
    public bool IsDead
    {
        get => _dead;
        set => _dead = value;
    }

    /// <summary>Bytes that clients have sent into the line, delivered or not.</summary>
    public long BytesFromClients => Interlocked.Read(ref _fromClients);

    /// <summary>Ends all connections with a reset to both sides.</summary>
    public void Cut()
    {
        while (_open.TryDequeue(out var socket)) socket.Close(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        Cut();
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _running.Enqueue(ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
        }
        // A listener that was stopped between two accepts says so by InvalidOperationException.
        catch (Exception over) when (over is OperationCanceledException or SocketException or InvalidOperationException) { }
    }

    private async Task ServeAsync(Socket client)
    {
        _open.Enqueue(client);
        if (_dead) return;
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _open.Enqueue(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAll(CopyAsync(client, server, count => Interlocked.Add(ref _fromClients, count)), CopyAsync(server, client, static _ => { }));
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            client.Close(0);
            server.Close(0);
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Action<int> counted)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                counted(count);
                if (!_dead) await to.SendAsync(buffer.AsMemory(0, count));
            }
            if (!_dead) to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            from.Close(0);
            to.Close(0);
        }
    }
}

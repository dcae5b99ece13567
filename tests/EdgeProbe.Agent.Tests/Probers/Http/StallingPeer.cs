using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeProbe.Agent.Tests.Probers.Http;

/// <summary>A TCP peer on 127.0.0.1 that takes one connection, says what a test wants, and then holds the line until disposed.</summary>
internal sealed class StallingPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private StallingPeer(Func<Socket, CancellationToken, Task> talk)
    {
        _listener.Start();
        _running = RunAsync(talk);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Reads the request, then sends these words and no more.</summary>
    public static StallingPeer Says(string words, int piece = int.MaxValue, bool thenEnds = false) => new(async (socket, stop) =>
    {
        await socket.ReceiveAsync(new byte[4096], stop);
        foreach (var part in Encoding.ASCII.GetBytes(words).Chunk(piece)) await socket.SendAsync(part, SocketFlags.None, stop);
        if (thenEnds) socket.Shutdown(SocketShutdown.Both);
    });

    /// <summary>Accepts and says nothing.</summary>
    public static StallingPeer Silent() => new((_, _) => Task.CompletedTask);

    /// <summary>Answers the first octets with a reset.</summary>
    public static StallingPeer Resets() => new(async (socket, stop) =>
    {
        await socket.ReceiveAsync(new byte[4096], stop);
        socket.Close(0);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(Func<Socket, CancellationToken, Task> talk)
    {
        try
        {
            using var socket = await _listener.AcceptSocketAsync(_stop.Token);
            await talk(socket, _stop.Token);
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}

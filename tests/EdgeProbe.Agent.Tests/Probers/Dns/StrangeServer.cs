using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Agent.Tests.Probers.Dns;

/// <summary>A resolver on 127.0.0.1 that answers every query with whatever datagrams a test wants, and keeps what it was asked.</summary>
internal sealed class StrangeServer : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<byte[], IEnumerable<byte[]>> _answers;
    private readonly Task _running;
    private int _answered;

    public StrangeServer(Func<byte[], IEnumerable<byte[]>> answers)
    {
        _answers = answers;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Ports that the queries came from, in order.</summary>
    public List<int> AskedFrom { get; } = [];

    public List<byte[]> Asked { get; } = [];

    /// <summary>Queries whose answers have all been sent.</summary>
    public int Answered => Volatile.Read(ref _answered);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                var query = buffer[..got.ReceivedBytes];
                lock (Asked)
                {
                    Asked.Add(query);
                    AskedFrom.Add(((IPEndPoint)got.RemoteEndPoint).Port);
                }

                foreach (var answer in _answers(query)) await _socket.SendToAsync(answer, SocketFlags.None, got.RemoteEndPoint, _stop.Token);
                Interlocked.Increment(ref _answered);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}

using System.Net;
using System.Net.Sockets;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Lab.Isp;

/// <summary>
/// The management way, beside the emulated path: a port of 127.0.0.1 inside a namespace that leads to the same port of the host's 127.0.0.1.
/// A socket belongs to the namespace it was made in, so this process stands on both sides and no device or address of the host is touched.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    // An agent has one connection, its tools a few: more is a fault, refused by closing before it exhausts the process.
    private const int MostConnections = 32;

    private readonly TcpListener _listener;
    private readonly int _port;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private Relay(TcpListener listener, int port)
    {
        (_listener, _port) = (listener, port);
        _accepting = AcceptAsync();
    }

    public static async Task<Relay> OpenAsync(NetworkNamespace inside, int port) => new(await inside.RunAsync(() => Listen(port)), port);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                carried.RemoveAll(task => task.IsCompleted);
                if (carried.Count < MostConnections) carried.Add(CarryAsync(client));
                else client.Dispose();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }

        await Task.WhenAll(carried);
    }

    // Ends: either side closes or breaks, or the relay stops. A broker that is not there closes the client's connection at once.
    private async Task CarryAsync(TcpClient client)
    {
        using var near = client;
        using var far = await NetworkNamespace.RunInHostAsync(() => new TcpClient(AddressFamily.InterNetwork) { NoDelay = true });
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            await await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
        {
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to) => await from.GetStream().CopyToAsync(to.GetStream(), _stop.Token);
}

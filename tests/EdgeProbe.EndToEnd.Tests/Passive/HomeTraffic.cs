using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgeProbe.Lab.Isp;

namespace EdgeProbe.EndToEnd.Tests.Passive;

/// <summary>
/// What the customer does while the probe watches: a download of some 8 Mbit/s and an upload of a tenth of it, each over one TCP connection,
/// four short connections a second, and a telephone call by RTP in both directions, all between home and service. Ends with dispose.
/// </summary>
internal sealed class HomeTraffic : IAsyncDisposable
{
    private const int Port = 9000;
    private const int CallPort = 16_384;
    private const byte Visit = 1;
    private const byte Download = 2;
    private const byte Upload = 3;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PacketTime = TimeSpan.FromMilliseconds(20);

    private readonly MiniatureIsp _isp;
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _server;
    private readonly List<Socket> _calls = [];
    private readonly List<Task> _doing = [];

    private HomeTraffic(MiniatureIsp isp, TcpListener server) => (_isp, _server) = (isp, server);

    public static async Task<HomeTraffic> StartAsync(MiniatureIsp isp)
    {
        var server = await isp.Service.RunAsync(() =>
        {
            var listener = new TcpListener(isp.Link("service").FarV4, Port);
            listener.Start();
            return listener;
        });
        var traffic = new HomeTraffic(isp, server);
        var phone = await isp.Home.RunAsync(() => CallSocket(isp.Link("lan").NearV4));
        var exchange = await isp.Service.RunAsync(() => CallSocket(isp.Link("service").FarV4));
        traffic._calls.AddRange([phone, exchange]);
        traffic._doing.AddRange(
        [
            traffic.Quietly(traffic.ServeAsync), traffic.Quietly(traffic.DownloadAsync), traffic.Quietly(traffic.UploadAsync),
            traffic.Quietly(traffic.VisitAsync),
            traffic.Quietly(() => traffic.SpeakAsync(phone, isp.Link("service").FarV4, source: 1)),
            traffic.Quietly(() => traffic.SpeakAsync(exchange, isp.Link("lan").NearV4, source: 2)),
        ]);
        return traffic;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _server.Dispose();
        foreach (var call in _calls) call.Dispose();
        await Task.WhenAll(_doing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        // Ends: asked to stop.
        while (true)
        {
            var client = await _server.AcceptSocketAsync(_stop.Token);
            _doing.Add(Quietly(() => AnswerAsync(client)));
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        using var connection = client;
        var wish = new byte[1];
        await client.ReceiveAsync(wish, _stop.Token);
        if (wish[0] == Download) await SendOnAsync(client, 50_000);
        else if (wish[0] == Upload) await ReadToEndAsync(client);
        else await client.SendAsync(new byte[500], _stop.Token);
    }

    private async Task DownloadAsync()
    {
        using var socket = await ConnectAsync(Download);
        await ReadToEndAsync(socket);
    }

    private async Task UploadAsync()
    {
        using var socket = await ConnectAsync(Upload);
        await SendOnAsync(socket, 5_000);
    }

    private async Task SendOnAsync(Socket to, int bytes)
    {
        var block = new byte[bytes];
        using var pace = new PeriodicTimer(Pace);
        // Ends: asked to stop, or the other side closes.
        while (await pace.WaitForNextTickAsync(_stop.Token)) await to.SendAsync(block, _stop.Token);
    }

    private async Task VisitAsync()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        // Ends: asked to stop.
        while (await pace.WaitForNextTickAsync(_stop.Token))
        {
            using var socket = await ConnectAsync(Visit);
            await ReadToEndAsync(socket);
        }
    }

    private async Task<Socket> ConnectAsync(byte wish)
    {
        var socket = await _isp.Home.RunAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await socket.ConnectAsync(new IPEndPoint(_isp.Link("service").FarV4, Port), _stop.Token);
        await socket.SendAsync(new[] { wish }, _stop.Token);
        return socket;
    }

    private async Task ReadToEndAsync(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        // Ends: the other side closes.
        while (await socket.ReceiveAsync(buffer, _stop.Token) > 0)
        {
        }
    }

    // RFC 3550 section 5.1 with payload type 0, G.711 at 8,000 Hz: 160 octets a packet of 20 ms.
    private async Task SpeakAsync(Socket from, IPAddress to, uint source)
    {
        var packet = new byte[12 + 160];
        packet[0] = 0x80;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), source);
        using var pace = new PeriodicTimer(PacketTime);
        var started = TimeProvider.System.GetTimestamp();
        var number = 0u;
        while (await pace.WaitForNextTickAsync(_stop.Token))
        {
            // After a stall of this machine the packets that fell due meanwhile follow at once, as a telephone's would.
            for (; TimeProvider.System.GetElapsedTime(started) >= number * PacketTime; number++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)number);
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), number * 160);
                await from.SendToAsync(packet, new IPEndPoint(to, CallPort), _stop.Token);
            }
        }
    }

    private async Task Quietly(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            if (!_stop.IsCancellationRequested) throw;
        }
    }

    private static Socket CallSocket(IPAddress at)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(at, CallPort));
        return socket;
    }
}

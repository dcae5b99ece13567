using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgeProbe.Lab.Links;
using EdgeProbe.Testing;

namespace EdgeProbe.EndToEnd.Tests.Lab;

/// <summary>Numbered datagrams over a link, upward: what a receiver sees without asking the link.</summary>
internal sealed class UdpFlow : IAsyncDisposable
{
    private const int ForceReceiveBuffer = 33; // SO_RCVBUFFORCE: root may pass the system's limit
    private const int NumberSize = 4;
    private readonly LinkDirection _direction;
    private readonly Socket _from;
    private readonly Socket _to;
    private readonly List<int> _arrived = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reader;
    private int _sent;

    private UdpFlow(LinkDirection direction, Socket from, Socket to)
    {
        (_direction, _from, _to) = (direction, from, to);
        _reader = ReadAsync(_stop.Token);
    }

    public static async Task<UdpFlow> OpenAsync(LinkFixture fixture)
    {
        var to = await fixture.Far.RunAsync(() => Bound(fixture.Link.FarV4));
        var from = await fixture.Near.RunAsync(() => Bound(fixture.Link.NearV4));
        from.Connect(to.LocalEndPoint!);
        return new UdpFlow(fixture.Link.Up, from, to);
    }

    /// <summary>Sends at once, waits until the link holds nothing more and the receiver has all that the link delivered.</summary>
    public async Task<IReadOnlyList<int>> SendAsync(int count, int length = 32)
    {
        // In portions: the kernel's queue before the link's thread holds 10 000 packets.
        for (var left = count; left > 0; left -= 1000)
        {
            Send(Math.Min(left, 1000), length);
            await Eventually.TrueAsync(() => _direction.Counters.Received == _sent, () => $"{_sent} entered: {_direction.Counters}");
        }

        await Eventually.TrueAsync(() => _direction.Counters.Pending == 0, () => $"nothing on the way: {_direction.Counters}");
        var delivered = _direction.Counters.Delivered;
        await Eventually.TrueAsync(() => Arrived().Count >= delivered, () => $"{delivered} received: {Arrived().Count}");
        return Arrived();
    }

    public void Send(int count, int length)
    {
        var packet = new byte[length];
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(packet, _sent++);
            _from.Send(packet);
        }
    }

    public IReadOnlyList<int> Arrived()
    {
        lock (_arrived) return [.. _arrived];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reader;
        _stop.Dispose();
        _to.Dispose();
        _from.Dispose();
    }

    private static Socket Bound(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.SetRawSocketOption(1, ForceReceiveBuffer, BitConverter.GetBytes(64 << 20));
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var packet = new byte[2048];
        try
        {
            while (await _to.ReceiveAsync(packet.AsMemory(), stop) >= NumberSize)
                lock (_arrived) _arrived.Add(BinaryPrimitives.ReadInt32BigEndian(packet));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EdgeProbe.Sockets;
using EdgeProbe.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Shared.Tests.Sockets;

public sealed class ReceiveLoopTests
{
    [Fact]
    public async Task A_packet_comes_with_its_sender_its_hop_limit_and_the_kernel_s_time()
    {
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        using var one = Open();
        using var other = Open();
        var seen = new Collector();
        loop.Add(one, seen);
        var before = TimeProvider.System.GetUtcNow().UtcTicks;
        Assert.Equal(Errno.None, other.SendTo([1, 2, 3], one.LocalAddress()));
        await Eventually.TrueAsync(() => !seen.Packets.IsEmpty, "the packet is handed on");
        var (bytes, from, kernel, at, hops) = seen.Packets.Single();
        Assert.Equal([1, 2, 3], bytes);
        Assert.Equal(other.LocalAddress(), from);
        Assert.Equal(64, hops);
        Assert.True(before <= kernel && kernel <= at, $"{before} <= {kernel} <= {at}");
    }

    [Fact]
    public async Task An_unreachable_names_its_packet_and_does_not_spoil_the_next_send()
    {
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        using var socket = Open();
        using var peer = Open();
        var closed = Open();
        var nowhere = closed.LocalAddress();
        closed.Dispose();
        var seen = new Collector();
        Assert.Equal(Errno.None, socket.SendTo([7, 8, 9], nowhere));
        Assert.Equal(Errno.None, socket.SendTo([1], peer.LocalAddress()));
        loop.Add(socket, seen);
        await Eventually.TrueAsync(() => !seen.Errors.IsEmpty, "the error is handed on");
        var (quoted, to, error, type, code) = seen.Errors.First();
        Assert.Equal([7, 8, 9], quoted);
        Assert.Equal((nowhere, Errno.ConnectionRefused, 3, 3), (to, error, type, code));
    }

    [Fact]
    public async Task A_receiver_that_throws_is_counted_and_the_others_go_on()
    {
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        using var bad = Open();
        using var good = Open();
        using var sender = Open();
        var seen = new Collector();
        loop.Add(bad, new Thrower());
        loop.Add(good, seen);
        sender.SendTo([1], bad.LocalAddress());
        await Eventually.TrueAsync(() => loop.Faults == 1, "the fault is counted");
        sender.SendTo([2], good.LocalAddress());
        await Eventually.TrueAsync(() => seen.Packets.Count == 1, "the good one receives");
    }

    [Fact]
    public async Task A_removed_socket_is_closed_only_when_the_loop_has_let_go()
    {
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        using var sender = Open();
        for (var i = 0; i < 200; i++)
        {
            var socket = Open();
            var seen = new Collector();
            loop.Add(socket, seen);
            sender.SendTo([1], socket.LocalAddress());
            if (i % 10 == 0) await Eventually.TrueAsync(() => !seen.Packets.IsEmpty, "the packet is handed on");
            loop.Remove(socket.Handle);
            socket.Dispose();
        }

        Assert.Equal(0, loop.Faults);
    }

    [Fact]
    public void Disposing_ends_the_thread_at_once_and_twice_is_once()
    {
        var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        using var socket = Open();
        loop.Add(socket, new Collector());
        loop.Dispose();
        loop.Dispose();
        loop.Remove(socket.Handle);
        Assert.Throws<ObjectDisposedException>(() => loop.Add(socket, new Collector()));
    }

    [Fact]
    public void The_kernel_says_something_of_its_clock()
    {
        var quality = new KernelClock().Read();
        Assert.True(quality.MaxError >= TimeSpan.Zero);
    }

    [Fact]
    public void Secrets_differ() => Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => Secrets.Next()).Distinct().Count());

    private static TimedSocket Open()
    {
        var socket = TimedSocket.TryOpen(AddressFamily.InterNetwork, SocketKind.Udp, out var error);
        Assert.Equal(Errno.None, error);
        Assert.Equal(Errno.None, socket!.Bind(IPAddress.Loopback, 0));
        Assert.True(socket.HasKernelTime);
        return socket;
    }

    private sealed class Collector : IPacketReceiver
    {
        public ConcurrentQueue<(byte[] Bytes, NativeAddress From, long Kernel, long At, int Hops)> Packets { get; } = new();

        public ConcurrentQueue<(byte[] Quoted, NativeAddress To, Errno Error, byte Type, byte Code)> Errors { get; } = new();

        public void OnPacket(in ReceivedPacket packet) =>
            Packets.Enqueue((packet.Bytes.ToArray(), packet.From, packet.KernelTicks, packet.At.WallTicks, packet.HopLimit));

        public void OnError(in ReceivedError error) =>
            Errors.Enqueue((error.Quoted.ToArray(), error.To, error.Error, error.Type, error.Code));
    }

    private sealed class Thrower : IPacketReceiver
    {
        public void OnPacket(in ReceivedPacket packet) => throw new InvalidOperationException("broken on purpose");

        public void OnError(in ReceivedError error) { }
    }
}

using System.Net.Sockets;
using EdgeProbe.Agent.Tests.Probers.Sockets;
using EdgeProbe.Sockets;
using EdgeProbe.Stamp;

namespace EdgeProbe.Agent.Tests.Probers.Stamp;

/// <summary>A reflector that a test may make lie: it is handed each honest answer and sends what it likes.</summary>
internal sealed class ReflectingPeer : IPacketReceiver, IDisposable
{
    private static readonly ErrorEstimate Error = ErrorEstimate.From(true, TimeSpan.FromMilliseconds(1));
    private readonly TimedSocket _socket;
    private readonly TwoHosts _hosts;
    private readonly Action<ReflectingPeer, ReflectedPacket, NativeAddress> _behave;
    private uint _next;

    private ReflectingPeer(TimedSocket socket, TwoHosts hosts, Action<ReflectingPeer, ReflectedPacket, NativeAddress> behave) =>
        (_socket, _hosts, _behave) = (socket, hosts, behave);

    public static async Task<ReflectingPeer> StartAsync(
        TwoHosts hosts, int port, Action<ReflectingPeer, ReflectedPacket, NativeAddress> behave)
    {
        var socket = await hosts.Target.RunAsync(() => TimedSocket.TryOpen(AddressFamily.InterNetwork, SocketKind.Udp, out _));
        Assert.Equal(Errno.None, socket!.Bind(hosts.Cable.Right.V4, port));
        var peer = new ReflectingPeer(socket, hosts, behave);
        hosts.Loop.Add(socket, peer);
        return peer;
    }

    public void OnPacket(in ReceivedPacket packet)
    {
        Assert.True(SenderPacket.TryRead(packet.Bytes, out var sent));
        var now = StampTime.ToNtp(_hosts.Clock.GetUtcNow().UtcTicks);
        var answer = new ReflectedPacket
        {
            Sequence = _next++, Timestamp = now, Error = Error, SessionId = sent.SessionId, Received = now, Sender = sent, SenderHopLimit = 64,
        };
        _behave(this, answer, packet.From);
    }

    public void OnError(in ReceivedError error) { }

    public void Send(ReflectedPacket answer, NativeAddress to)
    {
        var bytes = new byte[ReflectedPacket.Bytes];
        answer.Write(bytes);
        SendRaw(bytes, to);
    }

    public void SendRaw(byte[] bytes, NativeAddress to) => Assert.Equal(Errno.None, _socket.SendTo(bytes, to));

    public void Dispose()
    {
        _hosts.Loop.Remove(_socket.Handle);
        _socket.Dispose();
    }
}

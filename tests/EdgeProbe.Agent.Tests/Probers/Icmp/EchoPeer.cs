using System.Net.Sockets;
using EdgeProbe.Agent.Tests.Probers.Sockets;
using EdgeProbe.Probers.Icmp;
using EdgeProbe.Sockets;

namespace EdgeProbe.Agent.Tests.Probers.Icmp;

/// <summary>Answers echoes in the place of the kernel, as a test wants: twice, wrongly, out of order, or late.</summary>
internal sealed class EchoPeer : IPacketReceiver, IDisposable
{
    private readonly TimedSocket _socket;
    private readonly ReceiveLoop _loop;
    private readonly Action<EchoPeer, byte[], NativeAddress> _behave;

    private EchoPeer(TimedSocket socket, ReceiveLoop loop, Action<EchoPeer, byte[], NativeAddress> behave) =>
        (_socket, _loop, _behave) = (socket, loop, behave);

    public static async Task<EchoPeer> StartAsync(TwoHosts hosts, Action<EchoPeer, byte[], NativeAddress> behave)
    {
        hosts.Target.SetKernel("net.ipv4.icmp_echo_ignore_all", "1");
        var error = Errno.None;
        var socket = await hosts.Target.RunAsync(() => TimedSocket.TryOpen(AddressFamily.InterNetwork, SocketKind.IcmpRaw, out error));
        Assert.Equal(Errno.None, error);
        socket!.OnlyIcmpType(IcmpEcho.RequestV4);
        var peer = new EchoPeer(socket, hosts.Loop, behave);
        hosts.Loop.Add(socket, peer);
        return peer;
    }

    public void OnPacket(in ReceivedPacket packet) => _behave(this, IcmpEcho.BehindIpHeader(packet.Bytes).ToArray(), packet.From);

    public void OnError(in ReceivedError error) { }

    /// <summary>Sends the reply to a request; a change of the token makes it a forgery with a right checksum.</summary>
    public void Reply(byte[] request, NativeAddress to, ulong tokenChange = 0)
    {
        Assert.True(IcmpEcho.TryRead(request, out var echo));
        var reply = new byte[request.Length];
        (echo with { Type = IcmpEcho.ReplyV4, Token = echo.Token ^ tokenChange }).Write(reply);
        var checksum = IcmpEcho.Checksum(reply);
        (reply[2], reply[3]) = ((byte)(checksum >> 8), (byte)checksum);
        Assert.Equal(Errno.None, _socket.SendTo(reply, to));
    }

    public void Dispose()
    {
        _loop.Remove(_socket.Handle);
        _socket.Dispose();
    }
}

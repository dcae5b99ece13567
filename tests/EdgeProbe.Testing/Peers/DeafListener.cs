using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace EdgeProbe.Testing.Peers;

/// <summary>
/// A port where TCP connections neither succeed nor fail: it listens, accepts nothing, and its backlog is full, so the kernel passes over further
/// SYNs in silence.
/// </summary>
public sealed class DeafListener : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _fillers = [];

    public DeafListener()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        // A backlog of 0 holds one connection in Linux; the others stay in SYN_SENT.
        for (var filler = 0; filler < 4; filler++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _fillers.Add(socket);
            try { socket.Connect(IPAddress.Loopback, Port); }
            catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress) { }
        }
    }

    public int Port { get; }

    /// <summary>Connections to this port in SYN_SENT, beyond our own.</summary>
    public int ConnectionsWaiting => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == Port && connection.State == TcpState.SynSent && !IsOurs(connection.LocalEndPoint));

    public void Dispose()
    {
        foreach (var filler in _fillers) filler.Dispose();
        _listener.Dispose();
    }

    private bool IsOurs(IPEndPoint local) => _fillers.Any(filler => filler.LocalEndPoint is IPEndPoint ours && ours.Port == local.Port);
}

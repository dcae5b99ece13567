using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Testing.Processes;

/// <summary>
/// A loopback port that nobody held a moment ago. Another process may take it before it is used (rare: the kernel hands out ports at random),
/// so a fixture that starts a server retries with another.
/// </summary>
public static class FreePort
{
    public static int Tcp() => Ask(SocketType.Stream, ProtocolType.Tcp);

    public static int Udp() => Ask(SocketType.Dgram, ProtocolType.Udp);

    private static int Ask(SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

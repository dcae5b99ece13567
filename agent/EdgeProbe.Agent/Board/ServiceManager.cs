using System.Net.Sockets;
using System.Text;

namespace EdgeProbe.Agent.Board;

/// <summary>Tells systemd how the agent is (sd_notify(3)); says nothing to nobody where no service manager asks. Thread-safe.</summary>
internal sealed class ServiceManager(string? socketPath)
{
    public static ServiceManager FromEnvironment() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    public void Ready(string status) => Notify($"READY=1\nSTATUS={status}");

    /// <summary>To be called after a completed round of measuring, so that a hung agent is noticed and not only a dead one.</summary>
    public void Alive(string status) => Notify($"WATCHDOG=1\nSTATUS={status}");

    public void Stopping() => Notify("STOPPING=1");

    private void Notify(string state)
    {
        if (string.IsNullOrEmpty(socketPath)) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(socketPath[0] == '@' ? "\0" + socketPath[1..] : socketPath));
            socket.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (SocketException)
        {
            // A service manager that does not listen restarts us by its own rules.
        }
    }
}

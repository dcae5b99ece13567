using System.Net;
using EdgeProbe.Sockets;

namespace EdgeProbe.Stamp;

/// <summary>
/// A stateful Session-Reflector, unauthenticated mode (RFC 8762): it counts what it reflects for each session, so that a sender can tell
/// on which way a packet was lost. Never sends more than it was sent, remembers a bounded number of sessions, and limits each source.
/// Works on the receive loop's thread until disposed; <see cref="Counters"/> may be read from any thread.
/// </summary>
public sealed partial class StampReflector : IPacketReceiver, IDisposable
{
    /// <summary>The port assigned to TWAMP and STAMP (RFC 8762 section 4.1).</summary>
    public const int DefaultPort = 862;

    private readonly TimedSocket _socket;
    private readonly ReceiveLoop _loop;
    private readonly TimeProvider _clock;
    private readonly IClockQuality _quality;
    private readonly ReflectorOptions _options;

    private StampReflector(TimedSocket socket, ReceiveLoop loop, TimeProvider clock, IClockQuality quality, ReflectorOptions options)
    {
        (_socket, _loop, _clock, _quality, _options) = (socket, loop, clock, quality, options);
        _sessions = new LeastRecentTable<SessionKey, ReflectedSession>(options.MaxSessions);
        _budgets = new LeastRecentTable<NativeAddress, SourceBudget>(options.MaxSessions);
        LocalPort = socket.LocalAddress().Port;
    }

    /// <summary>The port that it listens on: the kernel's choice when 0 was asked for.</summary>
    public int LocalPort { get; }

    /// <summary>
    /// Opens a reflector on one address; an IPv6 address serves IPv6 only, so both families are two reflectors on one loop. Null and a
    /// sentence with the remedy when it cannot.
    /// </summary>
    public static StampReflector? TryOpen(
        IPEndPoint at, ReceiveLoop loop, TimeProvider clock, IClockQuality quality, ReflectorOptions options, out string? problem)
    {
        problem = string.Join("; ", options.Problems());
        if (problem.Length > 0) return null;
        var socket = TimedSocket.TryOpen(at.AddressFamily, SocketKind.Udp, out var error);
        if (error == Errno.None) error = socket!.Bind(at.Address, at.Port);
        if (error != Errno.None)
        {
            socket?.Dispose();
            problem = ProblemOf(at, error);
            return null;
        }

        // So that each answer goes out from the address that was asked.
        socket!.AskForLocalAddress();
        problem = null;
        var reflector = new StampReflector(socket!, loop, clock, quality, options);
        loop.Add(socket!, reflector);
        return reflector;
    }

    public void Dispose()
    {
        _loop.Remove(_socket.Handle);
        _socket.Dispose();
    }

    private static string ProblemOf(IPEndPoint at, Errno error) => error switch
    {
        Errno.AddressInUse => $"The reflector cannot listen on {at}: another program does; stop it or choose another reflector port",
        Errno.AccessDenied or Errno.NotPermitted =>
            $"The reflector may not listen on {at}: ports under 1024 need CAP_NET_BIND_SERVICE; give it or choose a higher port",
        Errno.AddressNotAvailable => $"The reflector cannot listen on {at}: this machine has no such address; use one that `ip addr` shows",
        _ => $"The reflector cannot listen on {at}: the kernel said errno {(int)error} ({error})",
    };
}

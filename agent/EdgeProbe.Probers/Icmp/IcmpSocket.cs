using System.Net.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Icmp;

/// <summary>The socket of one family: datagram first, which needs no privilege where the administrator allows it, then raw.</summary>
internal sealed record IcmpSocket(TimedSocket? Socket, Errno Error)
{
    public string Capability => Socket?.Kind switch
    {
        SocketKind.IcmpDatagram => "icmp-datagram",
        SocketKind.IcmpRaw => "icmp-raw",
        _ => "none",
    };

    public bool IsRaw => Socket?.Kind == SocketKind.IcmpRaw;

    public static IcmpSocket Open(AddressFamily family, bool rawOnly)
    {
        var error = Errno.AccessDenied;
        var socket = rawOnly ? null : TimedSocket.TryOpen(family, SocketKind.IcmpDatagram, out error);
        socket ??= TimedSocket.TryOpen(family, SocketKind.IcmpRaw, out error);
        if (socket?.Kind == SocketKind.IcmpRaw)
            socket.OnlyIcmpType(family == AddressFamily.InterNetworkV6 ? IcmpEcho.ReplyV6 : IcmpEcho.ReplyV4);
        return new IcmpSocket(socket, error);
    }

    public Reason ReasonOfAbsence => Error is Errno.NotPermitted or Errno.AccessDenied ? Reason.NoPermission : Reason.NoSocket;

    /// <summary>One sentence for the person who must repair it; null when there is a socket.</summary>
    public string? Problem(string family) => Socket is not null ? null : ReasonOfAbsence == Reason.NoPermission
        ? $"{family} echo needs a privilege: allow the agent's group with `sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"`, or give it "
            + "CAP_NET_RAW with `setcap cap_net_raw+ep` on the edgeprobe binary or AmbientCapabilities=CAP_NET_RAW in its unit"
        : $"{family} echo has no socket: the kernel said errno {(int)Error} ({Error}); check that {family} is enabled on this machine";
}

using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Sockets;

/// <summary>What the kernel's and ICMP's numbers mean in our closed list; the one place that says so.</summary>
internal static class NetworkReasons
{
    /// <summary>The kernel would not send at all: never loss. A destination without a route is a fault of the probe's own network.</summary>
    public static Reason ForSending(Errno error) => error switch
    {
        Errno.NotPermitted or Errno.AccessDenied => Reason.NoPermission,
        Errno.NetworkUnreachable or Errno.HostUnreachable or Errno.NetworkDown or Errno.AddressNotAvailable => Reason.NoRoute,
        Errno.MessageTooLong => Reason.PacketTooBig,
        Errno.TooManyFiles or Errno.TooManyFilesInSystem or Errno.NoBuffers or Errno.OutOfMemory or Errno.FamilyNotSupported
            or Errno.ProtocolNotSupported or Errno.Again => Reason.NoSocket,
        _ => Reason.NotAttempted,
    };

    /// <summary>What a waiting connection or question was told.</summary>
    public static Reason ForWaiting(Errno error) => error switch
    {
        Errno.ConnectionRefused => Reason.Refused,
        Errno.ConnectionReset => Reason.ConnectionReset,
        Errno.TimedOut => Reason.ConnectTimedOut,
        Errno.NetworkUnreachable or Errno.NetworkDown => Reason.NetworkUnreachable,
        Errno.HostUnreachable or Errno.HostDown => Reason.HostUnreachable,
        Errno.AccessDenied or Errno.NotPermitted => Reason.AdministrativelyProhibited,
        Errno.MessageTooLong => Reason.PacketTooBig,
        _ => Reason.Other,
    };

    /// <summary>What an error about a packet of ours says; a local one (no neighbour answers, too big for the way out) by its errno.</summary>
    public static Reason ForError(in ReceivedError error) => error.Origin switch
    {
        ErrorOrigin.Icmp => ForIcmp(error.Type, error.Code),
        ErrorOrigin.IcmpV6 => ForIcmpV6(error.Type, error.Code),
        _ => ForWaiting(error.Error),
    };

    /// <summary>Type * 256 + code, 0 when no ICMP message said it.</summary>
    public static ushort CodeOf(in ReceivedError error) =>
        error.Origin is ErrorOrigin.Icmp or ErrorOrigin.IcmpV6 ? (ushort)(error.Type << 8 | error.Code) : (ushort)0;

    // RFC 792, RFC 1812 section 5.2.7.1.
    private static Reason ForIcmp(byte type, byte code) => (type, code) switch
    {
        (11, _) => Reason.TtlExceeded,
        (3, 0 or 5 or 6 or 11) => Reason.NetworkUnreachable,
        (3, 2) => Reason.ProtocolUnreachable,
        (3, 3) => Reason.PortUnreachable,
        (3, 4) => Reason.PacketTooBig,
        (3, 9 or 10 or 13) => Reason.AdministrativelyProhibited,
        (3, _) => Reason.HostUnreachable,
        _ => Reason.Other,
    };

    // RFC 4443 section 3.
    private static Reason ForIcmpV6(byte type, byte code) => (type, code) switch
    {
        (3, _) => Reason.TtlExceeded,
        (2, _) => Reason.PacketTooBig,
        (1, 0) => Reason.NetworkUnreachable,
        (1, 1 or 5 or 6) => Reason.AdministrativelyProhibited,
        (1, 4) => Reason.PortUnreachable,
        (1, _) => Reason.HostUnreachable,
        (4, 1) => Reason.ProtocolUnreachable,
        _ => Reason.Other,
    };
}

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EdgeProbe.Sockets;

/// <summary>What a socket speaks. Raw ICMP needs CAP_NET_RAW, datagram ICMP a group within net.ipv4.ping_group_range (icmp(7)).</summary>
public enum SocketKind { Udp, IcmpDatagram, IcmpRaw, Tcp }

/// <summary>
/// A non-blocking socket whose packets come with the kernel's receive time and hop limit, and whose unreachables come as errors that name
/// their packet. Sending is safe from any thread; receiving is the <see cref="ReceiveLoop"/>'s. Every call answers with an
/// <see cref="Errno"/>: the network saying no is not an exception.
/// </summary>
public sealed unsafe partial class TimedSocket : IDisposable
{
    private TimedSocket(SocketHandle handle, AddressFamily family, SocketKind kind) => (Handle, Family, Kind) = (handle, family, kind);

    public SocketHandle Handle { get; }

    public AddressFamily Family { get; }

    public SocketKind Kind { get; }

    /// <summary>The kernel stamps received packets; false on a kernel that knows no SO_TIMESTAMPNS.</summary>
    public bool HasKernelTime { get; private set; }

    /// <summary>Opens a socket in the network namespace of the calling thread; null and the reason when it cannot.</summary>
    public static TimedSocket? TryOpen(AddressFamily family, SocketKind kind, out Errno error)
    {
        var isV6 = family == AddressFamily.InterNetworkV6;
        var (type, protocol) = kind switch
        {
            SocketKind.Udp => (Linux.Datagram, Linux.ProtocolUdp),
            SocketKind.Tcp => (Linux.Stream, Linux.ProtocolTcp),
            SocketKind.IcmpDatagram => (Linux.Datagram, isV6 ? Linux.ProtocolIcmpV6 : Linux.ProtocolIcmp),
            _ => (Linux.Raw, isV6 ? Linux.ProtocolIcmpV6 : Linux.ProtocolIcmp),
        };
        var domain = isV6 ? Linux.InterNetworkV6 : Linux.InterNetwork;
        var handle = Libc.Socket(domain, type | Linux.NonBlocking | Linux.CloseOnExec, protocol);
        error = handle < 0 ? LastError() : Errno.None;
        if (handle < 0) return null;
        var socket = new TimedSocket(new SocketHandle(handle), family, kind);
        socket.AskForAncillaryData(isV6);
        return socket;
    }

    public Errno Bind(IPAddress address, int port)
    {
        var native = NativeAddress.From(address, port);
        return Check(Libc.Bind(Handle, &native, native.Length));
    }

    /// <summary>
    /// Lets a later socket of this program, which says the same, take this one's UDP port before this one is wholly gone: the receive loop
    /// lets go of a socket a little after its owner did.
    /// </summary>
    public Errno LeavePortBehind() => SetOption(Linux.LevelSocket, Linux.ReuseAddress, 1);

    /// <summary>Fixes the peer: others' packets are no longer received, and unreachables are certain to be about it.</summary>
    public Errno Connect(in NativeAddress peer)
    {
        var native = peer;
        return Check(Libc.Connect(Handle, &native, native.Length));
    }

    public Errno Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) return SendOnceMore(start, bytes.Length, null, 0);
    }

    public Errno SendTo(ReadOnlySpan<byte> bytes, in NativeAddress to)
    {
        var native = to;
        fixed (byte* start = bytes) return SendOnceMore(start, bytes.Length, &native, native.Length);
    }

    /// <summary>TTL or hop limit of the packets sent from now on.</summary>
    public Errno SetHopLimit(int hops) => Family == AddressFamily.InterNetworkV6
        ? SetOption(Linux.LevelIpV6, Linux.IpV6HopLimit, hops)
        : SetOption(Linux.LevelIp, Linux.IpHopLimit, hops);

    /// <summary>Where the socket is bound; the zero value when the kernel does not say.</summary>
    public NativeAddress LocalAddress()
    {
        var native = default(NativeAddress);
        uint length = NativeAddress.Capacity;
        return Libc.GetSocketName(Handle, &native, ref length) == 0 ? native : default;
    }

    /// <summary>Takes the error that waits on the socket (SO_ERROR): how a connect ended.</summary>
    public Errno TakeError()
    {
        var error = 0;
        uint length = sizeof(int);
        return Libc.GetOption(Handle, Linux.LevelSocket, Linux.SocketError, &error, ref length) == 0 ? (Errno)error : LastError();
    }

    /// <summary>Closing resets the connection and leaves no TIME_WAIT behind: a prober would else pile up one a second.</summary>
    public Errno CloseByReset()
    {
        var linger = (1, 0);
        return Check(Libc.SetOption(Handle, Linux.LevelSocket, Linux.Linger, &linger, 8));
    }

    /// <summary>Lets a raw ICMP socket see only messages of one type, so that others' traffic wakes nobody.</summary>
    public Errno OnlyIcmpType(byte type)
    {
        // A set bit blocks its type; IPv4 knows only the first 32 (linux/icmp.h), IPv6 all 256 (linux/icmpv6.h).
        Span<uint> blocked = stackalloc uint[8];
        blocked.Fill(uint.MaxValue);
        blocked[type / 32] &= ~(1u << (type % 32));
        var isV6 = Family == AddressFamily.InterNetworkV6;
        fixed (uint* bits = blocked)
        {
            return Check(Libc.SetOption(Handle, isV6 ? Linux.ProtocolIcmpV6 : Linux.LevelRaw, Linux.IcmpFilter, bits, isV6 ? 32u : 4u));
        }
    }

    public void Dispose() => Handle.Dispose();

    private void AskForAncillaryData(bool isV6)
    {
        HasKernelTime = SetOption(Linux.LevelSocket, Linux.TimestampNanoseconds, 1) == Errno.None;
        SetOption(Linux.LevelSocket, Linux.ReceiveOverflow, 1);
        var level = isV6 ? Linux.LevelIpV6 : Linux.LevelIp;
        SetOption(level, isV6 ? Linux.IpV6ReceiveError : Linux.IpReceiveError, 1);
        SetOption(level, isV6 ? Linux.IpV6ReceiveHopLimit : Linux.IpReceiveHopLimit, 1);
        if (isV6) SetOption(level, Linux.IpV6Only, 1);
    }

    // An unreachable for an earlier packet makes the next send fail without sending (sk_err); it is told by the error queue already, so
    // the packet goes out on the second call. What fails twice is this packet's own failure. No ICMP message becomes EPERM: that is a
    // firewall of this machine that dropped this very packet.
    private Errno SendOnceMore(byte* bytes, int length, NativeAddress* to, uint addressLength)
    {
        var error = SendOnce(bytes, length, to, addressLength);
        return error is Errno.None or Errno.Again or Errno.NotPermitted ? error : SendOnce(bytes, length, to, addressLength);
    }

    private Errno SendOnce(byte* bytes, int length, NativeAddress* to, uint addressLength) =>
        Check(Libc.SendTo(Handle, bytes, (nuint)length, Linux.NoSignal | Linux.DoNotWait, to, addressLength));

    private Errno SetOption(int level, int option, int value) => Check(Libc.SetOption(Handle, level, option, &value, sizeof(int)));

    private static Errno Check(nint result) => result >= 0 ? Errno.None : LastError();

    internal static Errno LastError() => (Errno)Marshal.GetLastPInvokeError();
}

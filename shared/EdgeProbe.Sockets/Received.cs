namespace EdgeProbe.Sockets;

/// <summary>A packet that has come; gone when the receiver returns.</summary>
public readonly ref struct ReceivedPacket
{
    /// <summary>What the socket hands over: the UDP payload, the ICMP message, or with a raw IPv4 socket the whole IP packet.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    public NativeAddress From { get; init; }

    /// <summary>The address of this machine that it came to; zero unless the socket asks for it.</summary>
    public NativeAddress To { get; init; }

    /// <summary>When the kernel received it, in wall-clock ticks of 100 ns since the year 1; 0 when it did not say.</summary>
    public long KernelTicks { get; init; }

    /// <summary>When this process had it in hand.</summary>
    public Moment At { get; init; }

    /// <summary>TTL or hop limit left at arrival; -1 when the kernel did not say.</summary>
    public int HopLimit { get; init; }

    /// <summary>The packet was longer than the buffer; only its beginning is here.</summary>
    public bool Truncated { get; init; }
}

/// <summary>
/// What the network said about a packet of ours instead of delivering it (IP_RECVERR, ip(7)); gone when the receiver returns.
/// </summary>
public readonly ref struct ReceivedError
{
    /// <summary>As much of the packet as the message quotes, from its transport header on (ICMP) or from its payload on (UDP).</summary>
    public ReadOnlySpan<byte> Quoted { get; init; }

    /// <summary>Where the packet had been sent.</summary>
    public NativeAddress To { get; init; }

    /// <summary>Who complained; zero when this machine itself did.</summary>
    public NativeAddress Offender { get; init; }

    public Errno Error { get; init; }

    public ErrorOrigin Origin { get; init; }

    /// <summary>ICMP or ICMPv6 type and code; 0 when the origin is local.</summary>
    public byte Type { get; init; }

    public byte Code { get; init; }

    /// <summary>When the kernel received the message, in wall-clock ticks; 0 when it did not say.</summary>
    public long KernelTicks { get; init; }

    public Moment At { get; init; }
}

/// <summary>Who raised an error (SO_EE_ORIGIN_*).</summary>
public enum ErrorOrigin : byte { None = 0, Local = 1, Icmp = 2, IcmpV6 = 3 }

/// <summary>Takes what a socket brings, on the receive thread: must be quick and must not block.</summary>
public interface IPacketReceiver
{
    void OnPacket(in ReceivedPacket packet);

    void OnError(in ReceivedError error);
}

namespace EdgeProbe.Capture;

/// <summary>What the customer's own traffic is measured for; each becomes one series per side.</summary>
public enum PassiveSeries : byte
{
    /// <summary>TCP connections being set up: SYN to SYN-ACK, SYN-ACK to ACK.</summary>
    TcpConnect,

    /// <summary>QUIC connections being set up (RFC 9312 section 3.8.1).</summary>
    QuicConnect,

    /// <summary>Round-trip times of TCP data.</summary>
    TcpRtt,

    /// <summary>Those of them that were measured in a loaded second; they are in <see cref="TcpRtt"/> as well.</summary>
    LoadedTcpRtt,

    /// <summary>Round-trip times by QUIC's spin bit.</summary>
    QuicRtt,
    Dns,

    /// <summary>ClientHello to ServerHello.</summary>
    Tls,

    /// <summary>RTP by direction: what arrives from that side. Delays are PDV, over the stream's smallest transit.</summary>
    Rtp,
    IcmpEcho,

    /// <summary>Bytes, packets, seconds, and what the capture itself lost. No delays; its side is unknown.</summary>
    Traffic,
}

/// <summary>
/// Takes what the flow stage finds out. Called on one thread, in the order of the frames' times but for their own disorder; must return at
/// once and allocate nothing in steady state. Times are the frame's own, in nanoseconds since the Unix epoch.
/// </summary>
public interface IPassiveSink
{
    /// <summary>
    /// Something that the customer's device tried has ended: with a delay of <paramref name="microseconds"/> (at least 1; 0 for none), as the
    /// reason says. <paramref name="code"/> is the protocol's own number (DNS rcode, ICMP type * 256 + code, TLS alert), 0 for none.
    /// </summary>
    void Attempt(PassiveSeries series, Side side, long timeNs, Reason reason, uint microseconds, ushort code);

    /// <summary>Counts; of a counter that is a level (<see cref="Counters.IsLevel"/>) the largest of a window is kept.</summary>
    void Count(PassiveSeries series, Side side, long timeNs, Counter counter, ulong amount);

    /// <summary>Time has come so far: windows that ended before it can be closed.</summary>
    void Advance(long timeNs);
}

namespace EdgeProbe;

/// <summary>What one attempt of a prober says: RFC 2330's singleton. A failed attempt is a measurement like any other.</summary>
public readonly record struct Measurement
{
    /// <summary>Why it ended as it did; <see cref="Reason.Answered"/> when all is well.</summary>
    public Reason Reason { get; init; }

    /// <summary>
    /// Round-trip delay, connect time, answer time or transaction time in microseconds, at least 1; null when nothing came back. Present
    /// beside a failure too, where something did (a refusal, NXDOMAIN, HTTP 500).
    /// </summary>
    public uint? DelayMicroseconds { get; init; }

    /// <summary>What a protocol said in its own numbers: DNS rcode, HTTP status, ICMP type * 256 + code; 0 when nothing.</summary>
    public ushort Code { get; init; }

    public MeasurementFlags Flags { get; init; }

    /// <summary>Copies of an answer that had already been counted, seen since the previous measurement.</summary>
    public ushort Duplicates { get; init; }

    /// <summary>Answers thrown away since the previous measurement: damaged, or with an impossible delay.</summary>
    public ushort Invalid { get; init; }

    /// <summary>Packets lost on the way out and on the way back since the previous answer; STAMP with a stateful reflector only.</summary>
    public LossSplit Loss { get; init; }

    /// <summary>One-way delays, only with both clocks synchronised; null otherwise, never zero.</summary>
    public OneWayDelays? OneWay { get; init; }

    /// <summary>Times of the stages of an HTTP check; null for every other kind.</summary>
    public HttpPhases? Http { get; init; }

    /// <summary>How far the path was walked and a hash of its hops; null for every other kind.</summary>
    public PathFacts? Path { get; init; }

    public Outcome Outcome => Reason.ToOutcome();

    public Fault Fault => Reason.ToFault();

    public bool CountsAsLost => Reason.CountsAsLost();

    public static Measurement Answered(TimeSpan delay) => new() { DelayMicroseconds = InMicroseconds(delay) };

    public static Measurement Failed(Reason reason, ushort code = 0) => new() { Reason = reason, Code = code };

    /// <summary>Whole microseconds, rounded to the nearest and never under 1: an answer took some time.</summary>
    public static uint InMicroseconds(TimeSpan delay) =>
        (uint)Math.Clamp((delay.Ticks + TimeSpan.TicksPerMicrosecond / 2) / TimeSpan.TicksPerMicrosecond, 1, uint.MaxValue);
}

[Flags]
public enum MeasurementFlags : byte
{
    None = 0,

    /// <summary>The receive time was taken in user space: the kernel gave none. Over-estimates by the scheduling delay.</summary>
    UserSpaceTime = 1,

    /// <summary>The answer arrived after a later packet's answer.</summary>
    Reordered = 2,

    /// <summary>The wall clock moved during the attempt; the delay comes from the monotonic clock alone.</summary>
    ClockStepped = 4,
}

/// <summary>Packets lost towards the reflector and back from it.</summary>
public readonly record struct LossSplit(ushort Up, ushort Down);

/// <summary>One-way delays in microseconds, RFC 7679; negative values are possible within the clocks' stated error.</summary>
public readonly record struct OneWayDelays(int UpMicroseconds, int DownMicroseconds, uint ErrorMicroseconds);

/// <summary>Stage times of one HTTP check in microseconds, each the length of its own stage; null when the stage was not reached.</summary>
public readonly record struct HttpPhases(uint? Resolve, uint? Connect, uint? Tls, uint? FirstByte)
{
    /// <summary>Days until the server's certificate ends, negative when it has; null without TLS.</summary>
    public int? CertificateDaysLeft { get; init; }
}

/// <summary>A walked path: how many hops, how many of them answered, and a hash over the addresses in order.</summary>
public readonly record struct PathFacts(byte Hops, byte Answering, ulong Hash)
{
    /// <summary>
    /// A hash over the address of the first hop beyond the gateway that answered, which names the access node without naming the customer;
    /// 0 when none did.
    /// </summary>
    public ulong FirstHop { get; init; }
}

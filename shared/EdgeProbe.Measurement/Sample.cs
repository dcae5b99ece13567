namespace EdgeProbe;

/// <summary>
/// What one window says of one test: additive counters and a sketch of the delays. This is what is published. Not thread-safe; made once
/// by the window stage and read-only from then on.
/// </summary>
public sealed class Sample
{
    /// <summary>The test's alias; the birth message says what it stands for.</summary>
    public uint Test { get; set; }

    public Window Window { get; set; }

    /// <summary>Attempts started in the window.</summary>
    public uint Sent { get; set; }

    /// <summary>Attempts that brought a delay back: as many as <see cref="Delays"/> counts.</summary>
    public uint Received { get; set; }

    /// <summary>Attempts that ended otherwise than by loss and brought no delay back (a name not found, TLS refused).</summary>
    public uint Failed { get; set; }

    /// <summary>Sent and unanswered before the timeout (RFC 6673).</summary>
    public uint Lost => Sent - Received - Failed;

    /// <summary>Attempts that the plan asked for and the probe could not make; not part of <see cref="Sent"/>.</summary>
    public uint NotAttempted { get; set; }

    /// <summary>Runs of consecutive losses, for the burst ratio of G.107.</summary>
    public uint LossEpisodes { get; set; }

    public uint Duplicate { get; set; }

    public uint Reordered { get; set; }

    /// <summary>Answers that came later than the jitter buffer's end (smallest delay of 24 h + 120 ms).</summary>
    public uint Late { get; set; }

    /// <summary>Answers thrown away as damaged or impossible.</summary>
    public uint Invalid { get; set; }

    /// <summary>Losses on the way out and back; both 0 where the method cannot tell.</summary>
    public uint LostUp { get; set; }

    public uint LostDown { get; set; }

    /// <summary>Mean of the absolute delay differences of successive answers in microseconds (RFC 5481 IPDV); null under two answers.</summary>
    public uint? IpdvMicroseconds { get; set; }

    /// <summary>The commonest reason among the attempts that did not succeed; Answered when all did.</summary>
    public Reason Reason { get; set; }

    public StageFailures Failures { get; set; }

    /// <summary>Means of the HTTP stages in microseconds, and the certificate's days; null for other kinds.</summary>
    public HttpPhases? Http { get; set; }

    /// <summary>Means of the one-way delays; null without synchronised clocks.</summary>
    public OneWayDelays? OneWay { get; set; }

    public PathFacts? Path { get; set; }

    /// <summary>The last protocol code seen: DNS rcode, HTTP status, ICMP type * 256 + code; null when none was.</summary>
    public ushort? Code { get; set; }

    public MeasurementFlags Flags { get; set; }

    /// <summary>Addresses that the target's name has in this family, and how many of them answered; 0 when it was given by address.</summary>
    public byte Addresses { get; set; }

    public byte AddressesAnswering { get; set; }

    /// <summary>What a passive series counted; null for active tests.</summary>
    public CounterSet? Counts { get; set; }

    /// <summary>The window's slots in order; empty when the rule does not apply to this test.</summary>
    public IReadOnlyList<Slot> Slots { get; set; } = [];

    /// <summary>The delays of the answered attempts in microseconds.</summary>
    public DelaySketch Delays { get; set; } = new();
}

/// <summary>Attempts of a check that failed, by the stage that failed.</summary>
public readonly record struct StageFailures(uint Dns, uint Tcp, uint Tls, uint Http, uint Content)
{
    public uint Total => Dns + Tcp + Tls + Http + Content;
}

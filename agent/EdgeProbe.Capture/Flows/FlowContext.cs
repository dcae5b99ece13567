using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Flows;

/// <summary>What the parts of the flow stage share: where results go, whose side is whose, and what time it is.</summary>
internal sealed class FlowContext(IPassiveSink sink, SideMap sides, FlowBook? book, ulong secret)
{
    // Long enough for a quiet household's next packet, short enough that a capture which lost one direction is noticed.
    private const long BothWaysNs = 60_000_000_000;

    public IPassiveSink Sink { get; } = sink;

    public SideMap Sides { get; } = sides;

    public FlowBook? Book { get; } = book;

    public ulong Secret { get; } = secret;

    public FlowCounters Counters { get; } = new();

    /// <summary>The newest frame's time in nanoseconds since the Unix epoch.</summary>
    public long NowNs { get; set; }

    /// <summary>Grows when the clock was moved: what was begun in another epoch has no delay.</summary>
    public byte Epoch { get; set; }

    /// <summary>Whether the line carries much of what it can just now.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>When packets of both directions of one flow were last seen.</summary>
    public long TwoWayNs { get; set; } = long.MinValue / 2;

    /// <summary>Whether silence means something: the capture sees answers at all.</summary>
    public bool SeesBothWays => NowNs - TwoWayNs < BothWaysNs;

    /// <summary>
    /// The same for single datagrams, of which no flow is kept: known as soon as anything but one direction was seen, so also without TCP.
    /// </summary>
    public bool SeesAnswers => SeesBothWays || !IsMisplaced;

    /// <summary>Nearly all packets go one way: the capture sees half of the traffic.</summary>
    public bool IsMisplaced { get; set; }

    /// <summary>TCP payload and segments since the last flush; each crossed both sides of the probe.</summary>
    public ulong PayloadBytes { get; set; }

    public ulong Segments { get; set; }

    public void Count(PassiveSeries series, Side side, Counter counter, ulong amount = 1)
    {
        if (side != Side.Unknown) Sink.Count(series, side, NowNs, counter, amount);
    }

    public void Answered(PassiveSeries series, Side side, long ns, ushort code = 0)
    {
        if (side != Side.Unknown) Sink.Attempt(series, side, NowNs, Reason.Answered, RttRules.InMicroseconds(ns), code);
    }

    public void Failed(PassiveSeries series, Side side, Reason reason, ushort code = 0)
    {
        if (side != Side.Unknown) Sink.Attempt(series, side, NowNs, reason, 0, code);
    }

    public bool IsPossible(long ns)
    {
        if (RttRules.IsPossible(ns)) return true;
        Counters.ImpossibleDelays++;
        return false;
    }
}

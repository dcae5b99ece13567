namespace EdgeProbe.Capture.Flows;

/// <summary>What the flow stage saw, left out, gave up and did not believe. They only grow.</summary>
internal sealed class FlowCounters
{
    public long Observations { get; set; }

    public long TcpPackets { get; set; }

    public long UdpPackets { get; set; }

    public long DnsMessages { get; set; }

    public long IcmpPackets { get; set; }

    public long OtherPackets { get; set; }

    /// <summary>Packets of the probe itself: its own measurements are no customer's.</summary>
    public long OwnPackets { get; set; }

    public long MirrorDuplicates { get; set; }

    /// <summary>Steps of the frames' clock of more than 0.1 s backward, or as the capture was told.</summary>
    public long ClockSteps { get; set; }

    /// <summary>What waited for an answer when the clock was moved.</summary>
    public long Voided { get; set; }

    /// <summary>Delays below zero or above ten seconds.</summary>
    public long ImpossibleDelays { get; set; }

    public long FlowsOpened { get; set; }

    /// <summary>Established flows given up for newer ones.</summary>
    public long FlowsEvicted { get; set; }

    /// <summary>Connections being set up that were given up for newer ones.</summary>
    public long EmbryosEvicted { get; set; }

    /// <summary>SYNs left out because their source already has as many connections being set up as one source may.</summary>
    public long SourceCapped { get; set; }

    /// <summary>Segments not measured because no place was free for them.</summary>
    public long SegmentsNotArmed { get; set; }

    /// <summary>Holes given up because a direction had more than eight.</summary>
    public long HolesGivenUp { get; set; }

    /// <summary>Segments with numbers far outside of any window.</summary>
    public long SequenceJumps { get; set; }

    /// <summary>RST of a connection that is not known.</summary>
    public long StrayResets { get; set; }

    public long OneSidedFlows { get; set; }

    public long TwoSidedFlows { get; set; }

    public long ProxyHints { get; set; }

    public long QueriesEvicted { get; set; }

    public long EchoesEvicted { get; set; }

    public long QuicFlowsEvicted { get; set; }

    public long StreamsEvicted { get; set; }

    /// <summary>Streams that looked like RTP at first and then did not hold.</summary>
    public long StreamsRejected { get; set; }

    /// <summary>Spin edges that reordering or greasing can explain.</summary>
    public long SpinEdgesRejected { get; set; }

    public long UnknownSidePackets { get; set; }

    public long LocalPackets { get; set; }

    /// <summary>Records that the document has no room for.</summary>
    public long ConnectionsOmitted { get; set; }

    public long HellosOmitted { get; set; }

    public long QueriesOmitted { get; set; }

    public long QuicOmitted { get; set; }

    public long StreamsOmitted { get; set; }
}

namespace EdgeProbe;

/// <summary>
/// What passive measurement counts beside delays. The numbers are part of the wire contract: they are added to, never reused. Which series
/// has which is in CONTRACT.md.
/// </summary>
public enum Counter : byte
{
    None = 0,

    // Data of TCP connections that crossed the probe towards the side of the series.
    PayloadBytes = 1,
    LostBytes = 2,
    LostSegments = 3,

    /// <summary>Sent again although it had arrived.</summary>
    SpuriousSegments = 4,
    KeepAlives = 5,

    /// <summary>Acknowledgments that offered no window: the device, not the network, holds the flow.</summary>
    ZeroWindows = 6,

    /// <summary>Round trips left out of the sketch, since the receiver may have held its acknowledgment back.</summary>
    DelayedAcks = 7,

    /// <summary>Bytes that were acknowledged and never seen: lost by the capture, not by the network.</summary>
    UnseenBytes = 8,
    DuplicateAcks = 9,
    Segments = 10,
    ReorderedSegments = 11,

    /// <summary>Counted in <see cref="LostBytes"/> earlier and not lost after all, as the receiver said (RFC 2883).</summary>
    ForgivenBytes = 12,

    // The site's traffic.
    BytesUp = 16,
    BytesDown = 17,
    PacketsUp = 18,
    PacketsDown = 19,
    ActiveSeconds = 20,
    LoadedSeconds = 21,

    /// <summary>The largest second of the window in bytes; a level.</summary>
    PeakBytesUp = 22,
    PeakBytesDown = 23,

    // The capture itself.
    FramesDropped = 24,
    ObservationsDropped = 25,
    FlowsEvicted = 26,
    PacketsSampledOut = 27,
    FramesNotUnderstood = 28,
    MirrorDuplicates = 29,
    OneSidedFlows = 30,
    Flows = 31,
    ProxyHints = 32,

    /// <summary>1 when nearly all packets go one way: the capture sees half of the traffic; a level.</summary>
    Misplaced = 33,
    OwnPackets = 34,

    /// <summary>Round trips under way that were given up, since the clock was moved.</summary>
    Voided = 35,
    UnknownSidePackets = 36,
    LocalPackets = 37,
    FramesReceived = 38,
    ImpossibleDelays = 39,

    // DNS answers by code (RFC 1035 section 4.1.1).
    NoErrorAnswers = 40,
    NoDataAnswers = 41,
    NameErrorAnswers = 42,
    ServerFailureAnswers = 43,
    RefusedAnswers = 44,
    OtherAnswers = 45,
    QueryRetries = 46,
    TruncatedAnswers = 47,
    UnaskedAnswers = 48,

    /// <summary>Answers between five and ten seconds after the question, which had counted as lost by then.</summary>
    LateAnswers = 49,

    // TLS.
    TlsAlerts = 50,
    HelloRetries = 51,

    // RTP.
    /// <summary>RFC 3550 section 6.4.1 in microseconds, of the worst stream; a level.</summary>
    InterarrivalJitterUs = 60,
    Streams = 61,
    LossBursts = 62,

    // ICMP errors about the customer's packets.
    NetworkUnreachable = 70,
    HostUnreachable = 71,
    PortUnreachable = 72,
    AdministrativelyProhibited = 73,
    PacketTooBig = 74,
    TtlExceeded = 75,
    OtherUnreachable = 76,

    // TCP connections.
    SynRetries = 80,

    /// <summary>Connections left out: more than one SYN or SYN-ACK, so which of them was answered is not known (Karn).</summary>
    AmbiguousConnects = 81,
}

/// <summary>What the counters mean when windows are merged.</summary>
public static class Counters
{
    public const int Capacity = 96;

    /// <summary>A level: the larger of two windows stands for both. All others add up.</summary>
    public static bool IsLevel(Counter counter) =>
        counter is Counter.PeakBytesUp or Counter.PeakBytesDown or Counter.Misplaced or Counter.InterarrivalJitterUs;
}

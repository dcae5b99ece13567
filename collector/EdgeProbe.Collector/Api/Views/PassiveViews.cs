namespace EdgeProbe.Collector.Api.Views;

public enum PassiveState : byte
{
    /// <summary>The customer's traffic is not measured at this site.</summary>
    Off,

    /// <summary>It is to be measured, and nothing has come of it in the five minutes.</summary>
    Silent,
    On,

    /// <summary>The store could not be asked.</summary>
    Unknown,
}

/// <summary>What the customer's own traffic says, over the five minutes up to the probe's newest data. Null is always: not measured.</summary>
public sealed record PassiveView
{
    public PassiveState State { get; init; }

    /// <summary>Why there is nothing to see, in one sentence; null when there is.</summary>
    public string? Note { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Between the probe and the customer's devices.</summary>
    public PassiveSideView? Lan { get; init; }

    /// <summary>All beyond the probe on the internet's side.</summary>
    public PassiveSideView? Wan { get; init; }

    public PassiveTrafficView? Traffic { get; init; }

    public PassiveCaptureView? Capture { get; init; }
}

/// <summary>One side of the probe.</summary>
public sealed record PassiveSideView
{
    public PassiveConnectView? TcpConnect { get; init; }

    public PassiveConnectView? QuicConnect { get; init; }

    public PassiveDelayView? TcpRtt { get; init; }

    /// <summary>Those round trips of <see cref="TcpRtt"/> that were measured in a loaded second.</summary>
    public PassiveDelayView? TcpRttUnderLoad { get; init; }

    public PassiveDelayView? QuicRtt { get; init; }

    public PassiveLossView? TcpLoss { get; init; }

    public PassiveDnsView? Dns { get; init; }

    public PassiveTlsView? Tls { get; init; }

    /// <summary>What arrives from this side.</summary>
    public PassiveRtpView? Rtp { get; init; }

    public PassiveIcmpView? Icmp { get; init; }
}

/// <summary>Delays of one series in milliseconds; all null when it brought fewer than ten in every window (privacy).</summary>
public record PassiveDelayView
{
    /// <summary>The series; ask for it with <c>?test=</c>.</summary>
    public required string Test { get; init; }

    /// <summary>How many delays the figures are from.</summary>
    public long Count { get; init; }

    public double? MinMs { get; init; }

    public double? P50Ms { get; init; }

    public double? P95Ms { get; init; }

    public double? P99Ms { get; init; }

    public double? MaxMs { get; init; }

    public DateTimeOffset NewestData { get; init; }
}

/// <summary>Connections being set up. A delay is the time of this side's part of the handshake.</summary>
public sealed record PassiveConnectView : PassiveDelayView
{
    public long Attempts { get; init; }

    /// <summary>Refused, reset or reported unreachable.</summary>
    public long Failed { get; init; }

    public long Unanswered { get; init; }

    public ulong SynRetries { get; init; }

    /// <summary>Left out, since it is not known which of several SYNs was answered (Karn).</summary>
    public ulong Ambiguous { get; init; }

    /// <summary>Connections that something on the way seems to answer in the server's place.</summary>
    public ulong ProxyHints { get; init; }
}

/// <summary>
/// Loss of TCP data. <see cref="LossPercent"/> is of bytes. The bounds are Wilson's 95 % interval of lost among all segments, since the bytes
/// of one segment are lost together; they take segments for independent, and losses come in bursts.
/// </summary>
public sealed record PassiveLossView
{
    /// <summary>False when the capture missed so much that the figures may be its own doing; see <see cref="PassiveCaptureView.Doubt"/>.</summary>
    public bool Trusted { get; init; }

    public double? LossPercent { get; init; }

    public ulong LostBytes { get; init; }

    public ulong PayloadBytes { get; init; }

    public ulong LostSegments { get; init; }

    public ulong Segments { get; init; }

    public double? SegmentLossLowPercent { get; init; }

    public double? SegmentLossHighPercent { get; init; }

    public ulong Reordered { get; init; }

    /// <summary>Sent again although it had arrived.</summary>
    public ulong Spurious { get; init; }

    public ulong DuplicateAcks { get; init; }

    /// <summary>The receiving device offered no window: it holds the flow, not the network.</summary>
    public ulong ZeroWindows { get; init; }
}

/// <summary>Answers by code; NODATA is NOERROR without an answer.</summary>
public sealed record PassiveRcodesView(ulong NoError, ulong NoData, ulong NameError, ulong ServerFailure, ulong Refused, ulong Other);

/// <summary>DNS; the time of every answer counts, whatever its code.</summary>
public sealed record PassiveDnsView : PassiveDelayView
{
    public long Queries { get; init; }

    public long Timeouts { get; init; }

    /// <summary>Refused by ICMP: nobody answers DNS there.</summary>
    public long Failed { get; init; }

    public ulong Retries { get; init; }

    public ulong Truncated { get; init; }

    public ulong Unasked { get; init; }

    /// <summary>Answered after five seconds, when they had counted as timeouts.</summary>
    public ulong Late { get; init; }

    public required PassiveRcodesView Rcodes { get; init; }
}

/// <summary>ClientHello to ServerHello.</summary>
public sealed record PassiveTlsView : PassiveDelayView
{
    public long Hellos { get; init; }

    public long Failed { get; init; }

    public long Unanswered { get; init; }

    public ulong Alerts { get; init; }

    public ulong HelloRetries { get; init; }
}

/// <summary>Voice and video by RTP. Delays are how much later than the quickest packet of its stream each one came (PDV).</summary>
public sealed record PassiveRtpView : PassiveDelayView
{
    /// <summary>Packets that should have come.</summary>
    public long Expected { get; init; }

    public long Lost { get; init; }

    public double? LossPercent { get; init; }

    /// <summary>Wilson's 95 % interval.</summary>
    public double? LossLowPercent { get; init; }

    public double? LossHighPercent { get; init; }

    public ulong LossBursts { get; init; }

    /// <summary>Interarrival jitter (RFC 3550) of the worst stream.</summary>
    public double? JitterMs { get; init; }

    public ulong Streams { get; init; }
}

/// <summary>Errors about the customer's packets that came from this side.</summary>
public sealed record PassiveIcmpErrorsView(ulong Network, ulong Host, ulong Port, ulong Prohibited, ulong TooBig, ulong Ttl, ulong Other);

public sealed record PassiveIcmpView : PassiveDelayView
{
    public long Requests { get; init; }

    public long Unanswered { get; init; }

    public required PassiveIcmpErrorsView Errors { get; init; }
}

/// <summary>How much there was, in bytes of IP packets. A second is loaded when the line was busy in it.</summary>
public sealed record PassiveTrafficView
{
    /// <summary>How much of the five minutes there are windows of.</summary>
    public double Seconds { get; init; }

    public ulong BytesUp { get; init; }

    public ulong BytesDown { get; init; }

    public ulong PacketsUp { get; init; }

    public ulong PacketsDown { get; init; }

    /// <summary>Bytes of the largest second.</summary>
    public ulong PeakBytesUp { get; init; }

    public ulong PeakBytesDown { get; init; }

    public ulong ActiveSeconds { get; init; }

    public ulong LoadedSeconds { get; init; }

    public ulong Flows { get; init; }

    public ulong OneSidedFlows { get; init; }

    public ulong LocalPackets { get; init; }

    public ulong UnknownSidePackets { get; init; }

    /// <summary>The probe's own, left out of all other figures.</summary>
    public ulong OwnPackets { get; init; }
}

/// <summary>What the capture itself lost or could not use.</summary>
public sealed record PassiveCaptureView
{
    /// <summary>Why loss figures are not to be trusted, in one sentence; null when they are.</summary>
    public string? Doubt { get; init; }

    public ulong FramesReceived { get; init; }

    public ulong FramesDropped { get; init; }

    public ulong ObservationsDropped { get; init; }

    /// <summary>Of the frames, dropped at either place; null when none was seen.</summary>
    public double? DroppedPercent { get; init; }

    public ulong PacketsSampledOut { get; init; }

    public ulong FlowsEvicted { get; init; }

    public ulong FramesNotUnderstood { get; init; }

    public ulong MirrorDuplicates { get; init; }

    /// <summary>TCP data that was acknowledged and never seen.</summary>
    public ulong UnseenBytes { get; init; }

    /// <summary>Round trips given up, since the clock was moved.</summary>
    public ulong Voided { get; init; }

    public ulong ImpossibleDelays { get; init; }

    /// <summary>Nearly all packets go one way: half of the traffic is not seen.</summary>
    public bool Misplaced { get; init; }
}

namespace EdgeProbe.Collector.Scores;

/// <summary>What one window adds to its test's span, but for the delays' buckets.</summary>
internal struct WindowCounts
{
    public uint Sent;
    public uint Received;
    public uint Failed;
    public uint Late;
    public uint LossEpisodes;
    public uint LostUp;
    public uint LostDown;
    public uint StageFailures;
    public Reason Reason;

    /// <summary>Mean wait for the first byte in microseconds; null for what is no HTTP check.</summary>
    public uint? FirstByte;

    public CounterSet? Counts;

    /// <summary>Attempts that did not do what was asked, 0 to <see cref="Sent"/>.</summary>
    public readonly long Unsuccessful => Math.Min(Sent, Math.Max((long)(Sent - Received - Failed) + Failed, StageFailures));

    public static WindowCounts Of(Sample sample) => new()
    {
        Sent = sample.Sent,
        Received = sample.Received,
        Failed = sample.Failed,
        Late = sample.Late,
        LossEpisodes = sample.LossEpisodes,
        LostUp = sample.LostUp,
        LostDown = sample.LostDown,
        StageFailures = sample.Failures.Total,
        Reason = sample.Reason,
        FirstByte = sample.Http?.FirstByte,
        Counts = sample.Counts,
    };
}

using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store;

/// <summary>What a probe's minute was worth: the trailing five minutes up to its end.</summary>
public sealed record ScoreRow
{
    public required ProbeId Probe { get; init; }

    /// <summary>Start of the minute, Unix milliseconds.</summary>
    public required long MinuteMs { get; init; }

    public required Score Score { get; init; }

    /// <summary>0 to 100 for each app that could be judged, by its name in the profile; the others are absent.</summary>
    public IReadOnlyDictionary<string, double> Apps { get; init; } = new Dictionary<string, double>();

    /// <summary>Unix milliseconds of the recomputation that late data caused; null when the minute was scored once.</summary>
    public long? RevisedAtMs { get; init; }
}

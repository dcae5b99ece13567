using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store;

/// <summary>What a probe's minute was worth: the trailing five minutes up to its end.</summary>
public sealed record ScoreRow
{
    public required ProbeId Probe { get; init; }

    /// <summary>Start of the minute, Unix milliseconds.</summary>
    public required long MinuteMs { get; init; }

    public required Score Score { get; init; }

    /// <summary>Version of the profile that made it, such as <c>score-profile/1</c>; empty in rows of before it was kept.</summary>
    public string Profile { get; init; } = "";

    /// <summary>0 to 100 for each app that could be judged, by its name in the profile; the others are absent.</summary>
    public IReadOnlyDictionary<string, double> Apps { get; init; } = new Dictionary<string, double>();

    /// <summary>The metric that cost an app most, both by their names in the profile; apps that lost nothing, or that have no such metric, are absent.</summary>
    public IReadOnlyDictionary<string, string> Binding { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Points that each segment cost. Null where a segment was not measured by itself: its part is in the one before it; all null when the
    /// score could not be cut.
    /// </summary>
    public PerSegment Segments { get; init; }

    /// <summary>Points that each kind of trouble cost; null when the score could not be cut.</summary>
    public PerCause? Causes { get; init; }

    /// <summary>Points that no segment can repair (distance, a satellite): 100 = score + segments + this. Null when the score could not be cut.</summary>
    public double? NotAttributable { get; init; }

    /// <summary>Score minus what the customer expects, -100 to 100 and by its calibration a little beyond; null when nothing is known of that.</summary>
    public double? Gap { get; init; }

    /// <summary>False while rows of this minute are still waited for; see the collector's README for how long that is.</summary>
    public bool Final { get; init; }

    /// <summary>Unix milliseconds of the recomputation that late data caused; null when the minute was scored once.</summary>
    public long? RevisedAtMs { get; init; }
}

using EdgeProbe.Contract;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Experience.Verdicts;

/// <summary>The time in which one verdict stood for a probe, with its witnesses as they were heard last. Immutable.</summary>
public sealed record VerdictEpisode
{
    public required ProbeId Probe { get; init; }

    /// <summary>End of the first score that said so, Unix milliseconds.</summary>
    public required long SinceMs { get; init; }

    /// <summary>End of the newest score that said so.</summary>
    public required long LastMs { get; init; }

    public required Verdict Verdict { get; init; }

    public Cause? Cause { get; init; }

    public double? NotAttributable { get; init; }

    /// <summary>Access node that the witnesses share with the probe; empty when none is known.</summary>
    public string Node { get; init; } = "";

    public bool SaysTheSameAs(VerdictEpisode other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Verdict.Kind == other.Verdict.Kind && (Verdict.Kind != VerdictKind.Segment || IsSamePart(Verdict.Largest!.Value, other.Verdict.Largest!.Value));
    }

    private static bool IsSamePart(SegmentShare a, SegmentShare b) => a.First == b.First && a.Last == b.Last;
}

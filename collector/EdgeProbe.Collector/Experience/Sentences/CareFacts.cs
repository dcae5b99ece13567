using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Experience.Sentences;

/// <summary>All that the sentence for care may rest on. Nothing else is said.</summary>
public sealed record CareFacts
{
    public required Verdict Verdict { get; init; }

    /// <summary>The composite, 0 to 100; null for unknown.</summary>
    public double? Score { get; init; }

    public ScoreState State { get; init; }

    /// <summary>What cost most; null when nothing did or it is not known.</summary>
    public Cause? Cause { get; init; }

    /// <summary>Points lost to distance, which nobody can repair; null for unknown.</summary>
    public double? NotAttributable { get; init; }

    /// <summary>Since when the verdict stands; null for unknown.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>End of the newest data; null when there never was any.</summary>
    public DateTimeOffset? NewestData { get; init; }

    /// <summary>Names of services whose checks fail now.</summary>
    public IReadOnlyList<string> FailingServices { get; init; } = [];
}

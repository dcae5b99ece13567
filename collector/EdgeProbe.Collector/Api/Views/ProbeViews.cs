using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Fleet;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>A score as REST shows it. Value, low and high are null together when it is unknown: never 0.</summary>
public sealed record ScoreView(double? Value, double? Low, double? High, ScoreState State, string? Band);

public sealed record AppView(string App, ScoreView Score);

public record ProbeSummary
{
    public required string Tenant { get; init; }

    public required string Probe { get; init; }

    public string Site { get; init; } = "";

    public string AgentVersion { get; init; } = "";

    public Presence State { get; init; }

    public DateTimeOffset? StateSince { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    public DateTimeOffset? NewestData { get; init; }

    /// <summary>Age of the newest data; null when there is none.</summary>
    public double? GapSeconds { get; init; }

    public required ScoreView Score { get; init; }

    public required IReadOnlyList<AppView> Apps { get; init; }

    public Segment? WorstSegment { get; init; }

    /// <summary>Whose line it is; null, as the next five, when no customer's record names this probe.</summary>
    public CustomerName? Customer { get; init; }

    public string? Plan { get; init; }

    public string? Technology { get; init; }

    public string? Region { get; init; }

    public CustomerClass? Class { get; init; }

    public string? Node { get; init; }

    /// <summary>Score, moved by the customer's ratings, minus what the customer expects, in points; null when either is not known.</summary>
    public double? Gap { get; init; }

    public Finding Verdict { get; init; } = Finding.Unknown;
}

public sealed record ProbeList(DateTimeOffset GeneratedAt, IReadOnlyList<ProbeSummary> Probes);

public sealed record ProbeDetail : ProbeSummary
{
    /// <summary>Null when no customer's record names this probe. Of a customer with several probes it is about the one that speaks for them.</summary>
    public ExpectationView? Expectation { get; init; }

    /// <summary>What care tells the customer; <see cref="ExplanationView.Sentence"/> is the technical one.</summary>
    public string Sentence { get; init; } = "";

    public required ExplanationView Explanation { get; init; }

    /// <summary>Null while there is no score or no way to cut it; the note says why, or what could not be told apart.</summary>
    public BlameView? Blame { get; init; }

    public string? BlameNote { get; init; }

    public required IReadOnlyList<LadderView> Ladder { get; init; }

    public required IReadOnlyList<CheckView> Checks { get; init; }

    public required IReadOnlyList<SlotRunView> Slots { get; init; }

    public required CountersView Counters { get; init; }

    public required PassiveView Passive { get; init; }

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public ClockState Clock { get; init; }

    public uint ConfigRevision { get; init; }

    public string Hardware { get; init; } = "";
}

public sealed record CountersView(
    ulong Received, ulong Duplicates, ulong Conflicts, ulong Quarantined, ulong UnexplainedGaps, ulong DeclaredDropped, ulong SpoolResets);

public sealed record MetricView(string Name, double Value, string Unit, double? Score);

public sealed record ExplainedAppView(
    string App, double Weight, bool Core, ScoreView Score, string? Binding, IReadOnlyList<MetricView> Metrics, string? Note);

public sealed record ExplanationView
{
    public required string Profile { get; init; }

    public required string Persona { get; init; }

    public double? Mean { get; init; }

    public double? Cap { get; init; }

    public string? CappedBy { get; init; }

    public double Coverage { get; init; }

    public double OutageShare { get; init; }

    public int WindowMinutes { get; init; } = 5;

    public required string Sentence { get; init; }

    public required IReadOnlyList<ExplainedAppView> Apps { get; init; }
}

/// <summary>A run of slots of five seconds that say the same.</summary>
public sealed record SlotRunView(DateTimeOffset Time, int Seconds, SlotState State);

using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Scores;

/// <summary>One input of an app's score: its value, its unit, and the points it would give alone (null where the model does not split).</summary>
public sealed record MetricValue(string Name, double Value, string Unit, double? Points);

/// <summary>One app's part of the explanation.</summary>
/// <param name="Binding">The metric that cost most; null at 100 or when unknown.</param>
/// <param name="Note">Why there is no score, or what stood in for what was missing; null when there is nothing to say.</param>
public sealed record AppScore(App App, double Weight, bool IsCore, Score Score, string? Binding, IReadOnlyList<MetricValue> Metrics, string? Note);

/// <summary>A probe's score at one moment with all that explains it.</summary>
public sealed record ProbeScore
{
    /// <summary>Of the trailing five minutes up to here, Unix milliseconds; 0 when there is no data.</summary>
    public required long EndMs { get; init; }

    public required Score Score { get; init; }

    /// <summary>Name of the persona whose weights made it.</summary>
    public string Persona { get; init; } = "";

    public double? Mean { get; init; }

    public double? Cap { get; init; }

    public App? CappedBy { get; init; }

    /// <summary>Share of the persona's weight that could be measured, 0 to 1.</summary>
    public double Coverage { get; init; }

    /// <summary>Share of the observed slots of the window in outage, 0 to 1.</summary>
    public double OutageShare { get; init; }

    /// <summary>The segment of an outage that is not over at the end of the window; null when there is none.</summary>
    public Segment? DownNow { get; init; }

    public required IReadOnlyList<AppScore> Apps { get; init; }

    /// <summary>Which part of the way is down now, by the ladder alone; unknown when the way was not measured.</summary>
    public FaultVerdict Fault { get; init; } = new(FaultVerdictKind.Unknown, default, default);

    /// <summary>Who of the way cost how much; null when there is no score or no way to cut it, and <see cref="BlameNote"/> says why.</summary>
    public ProbeBlame? Blame { get; init; }

    /// <summary>Why there is no blame, or what could not be told apart in it; null when there is nothing to say.</summary>
    public string? BlameNote { get; init; }

    /// <summary>The segment that is down, else the one that blame names; only when that is clear.</summary>
    public Segment? WorstSegment => DownNow
        ?? (Fault is { Kind: FaultVerdictKind.Down } fault && fault.First == fault.Last ? fault.First : BlamedSegment);

    private Segment? BlamedSegment => Blame is { CannotTell: false, Primary: { IsMerged: false } primary } ? primary.First : null;

    public required string Sentence { get; init; }

    /// <summary>The window's tests, merged over it.</summary>
    public IReadOnlyList<TestSpan> Tests { get; init; } = [];

    /// <summary>The last hour's slots, oldest first, and the start of the first in Unix milliseconds.</summary>
    public IReadOnlyList<SlotState> LastHour { get; init; } = [];

    public long LastHourFromMs { get; init; }
}

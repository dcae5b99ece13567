using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Experience;

/// <summary>A segment, or several that could not be told apart, and the points that it cost.</summary>
public sealed record BlamedSegment(string Segment, double Points);

/// <summary>A neighbour who was asked.</summary>
/// <param name="Says">"confirms" or "absolves".</param>
public sealed record Witness(string Tenant, string Probe, string Says, string? Segment, double? Score, string Node);

/// <summary>Whose fault a probe's trouble is, as far as the evidence goes.</summary>
public sealed record Finding
{
    /// <summary>Nobody has looked yet: neither blame nor absolution.</summary>
    public static Finding Unknown { get; } = new() { Kind = "unknown", Reason = "No verdict has been made of this line yet." };

    /// <summary>"segment", "none", "cannotTell" or "unknown".</summary>
    public required string Kind { get; init; }

    public string? Segment { get; init; }

    /// <summary>Points of 100 that the segment cost; null when nobody is blamed.</summary>
    public double? Points { get; init; }

    public BlamedSegment? RunnerUp { get; init; }

    /// <summary>Of an access line: "node" when neighbours have it too, "line" when they are well, "unknown" when they cannot tell. Null else.</summary>
    public string? Scope { get; init; }

    /// <summary>"delay", "tail", "loss", "speed", "server" or "outage": the kind of trouble that cost most; null when none cost a point.</summary>
    public string? Cause { get; init; }

    public DateTimeOffset? Since { get; init; }

    public required string Reason { get; init; }

    public IReadOnlyList<Witness> Witnesses { get; init; } = [];
}

/// <summary>Whoever makes verdicts. Thread-safe.</summary>
public interface IFindings
{
    Finding Of(ProbeId probe);

    /// <summary>What care tells the customer, one plain sentence.</summary>
    string SentenceOf(ProbeId probe);
}

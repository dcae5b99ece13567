using EdgeProbe.Collector.Customers;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Expectations;

namespace EdgeProbe.Collector.Experience;

/// <summary>One app against what the customer expects of it, in points of 0 to 100; null where nothing is known.</summary>
public sealed record AppExpectation
{
    public required App App { get; init; }

    /// <summary>Its score now, as measured.</summary>
    public double? Score { get; init; }

    /// <summary>Promised, else stated, else around the customer's own or their peers' usual level of this app.</summary>
    public Zone? Zone { get; init; }

    public double? Expected { get; init; }

    /// <summary>Score minus what is expected.</summary>
    public double? Gap { get; init; }

    public ExpectationState State { get; init; }

    /// <summary>Middle of the zone that was promised.</summary>
    public double? Promise { get; init; }

    /// <summary>Middle of the zone that the customer asked for, promised or not.</summary>
    public double? Stated { get; init; }

    /// <summary>Median of the customer's own typical days.</summary>
    public double? Own { get; init; }

    /// <summary>Median of their peers' own medians.</summary>
    public double? Peers { get; init; }
}

/// <summary>What a customer expects and how what they get compares, in points of 0 to 100; null where nothing is known.</summary>
public sealed record CustomerExpectation
{
    public required Expectation Level { get; init; }

    /// <summary>The customer's zone: promised, else stated, else around their own or their peers' usual level.</summary>
    public Zone? Zone { get; init; }

    /// <summary>The score now, moved by the customer's own ratings.</summary>
    public double? Delivered { get; init; }

    public double? Promise { get; init; }

    public double? Stated { get; init; }

    public double? Own { get; init; }

    public double? Peers { get; init; }

    /// <summary>Ratings that moved the score.</summary>
    public int Ratings { get; init; }

    public IReadOnlyList<AppExpectation> Apps { get; init; } = [];
}

/// <summary>A customer at this moment.</summary>
/// <param name="Persona">Whose weights count for them.</param>
/// <param name="Probe">The probe that speaks for them; null when none is known to.</param>
/// <param name="Score">Its score as measured, not calibrated.</param>
public sealed record CustomerNow(
    Customer Customer, string? Technology, string Persona, ProbeId? Probe, Score Score, CustomerExpectation Expectation, Finding Finding, string Sentence);

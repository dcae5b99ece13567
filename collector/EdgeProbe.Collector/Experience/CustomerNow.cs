using EdgeProbe.Collector.Customers;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Expectations;

namespace EdgeProbe.Collector.Experience;

/// <summary>One app against what was promised of it.</summary>
/// <param name="Zone">Promised, else stated; null when neither says anything of this app.</param>
/// <param name="Gap">Score minus the zone's middle, in points.</param>
public sealed record AppExpectation(App App, Zone? Zone, double? Score, double? Gap, ExpectationState State);

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

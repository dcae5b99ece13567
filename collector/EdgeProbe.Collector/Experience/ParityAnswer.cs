using EdgeProbe.Collector.Customers;
using EdgeProbe.Scoring.Parity;

namespace EdgeProbe.Collector.Experience;

/// <summary>What is compared. Always one value for each customer.</summary>
public enum ParityOf : byte
{
    /// <summary>Median of the typical days, in points.</summary>
    Score,

    /// <summary>Points for the unavailable share of all the period's slots.</summary>
    Availability,

    /// <summary>Median of the typical days, moved by the customer's ratings, minus what the customer expects now, in points.</summary>
    Gap,

    /// <summary>Mean length of the period's outages in minutes; less is better. Customers without an outage have none.</summary>
    Repair,
}

/// <summary>Quantiles over customers.</summary>
public sealed record Spread(double P10, double P25, double P50, double P75, double P90)
{
    public static Spread Of(IReadOnlyList<double> values) => new(At(values, 0.1), At(values, 0.25), At(values, 0.5), At(values, 0.75), At(values, 0.9));

    private static double At(IReadOnlyList<double> values, double share) => GroupStatistics.Quantile(values, share);
}

/// <summary>Customers alike in technology, tier and region; all null but these when one side has under five: so few could be recognised.</summary>
public sealed record ParityStratum(string? Technology, string? Tier, string? Region)
{
    /// <summary>The tier again, for pages made before there were tiers.</summary>
    public string? Plan => Tier;

    public int? CountA { get; init; }

    public int? CountB { get; init; }

    public bool Suppressed => CountA is null;

    /// <summary>Positive: the first class is better off.</summary>
    public double? Shift { get; init; }

    public double? CliffsDelta { get; init; }

    /// <summary>Difference of the worst-off tenth.</summary>
    public double? P10 { get; init; }

    public double? P50 { get; init; }

    public double? P90 { get; init; }
}

/// <summary>Whether two classes of customers are treated alike.</summary>
public sealed record ParityAnswer
{
    public required CustomerClass A { get; init; }

    public required CustomerClass B { get; init; }

    public required ParityOf Of { get; init; }

    public required int Days { get; init; }

    /// <summary>"points" or "minutes".</summary>
    public string Unit => Of == ParityOf.Repair ? "minutes" : "points";

    /// <summary>Over the last seven days: a gap needs three of them.</summary>
    public required ParityState State { get; init; }

    /// <summary>Days of the last seven on which the period that ended then showed a gap.</summary>
    public required int DaysInGap { get; init; }

    /// <summary>Of the period that ended yesterday; differences are positive where the first class is better off, P10 is the worst-off tenth.</summary>
    public required ParityReport Report { get; init; }

    /// <summary>Of the customers in the groups that are compared, as they are (of repair: minutes); null when there are too few.</summary>
    public Spread? QuantilesA { get; init; }

    public Spread? QuantilesB { get; init; }

    public required IReadOnlyList<ParityStratum> Strata { get; init; }

    public required string Sentence { get; init; }
}

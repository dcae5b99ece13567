using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Customers;

public enum RatingKind : byte
{
    /// <summary>Satisfaction, 0 to 100.</summary>
    Rating,

    /// <summary>"Would you recommend us", 0 to 10 when asked and ten times that when stored.</summary>
    Nps,

    /// <summary>It was complained; has no value.</summary>
    Complaint,

    /// <summary>A case was opened; has no value.</summary>
    Ticket,
}

/// <summary>What a customer said once. Words are never kept: only that it was said, when, of what, and how much.</summary>
public sealed record Rating
{
    public required CustomerKey Customer { get; init; }

    public required DateTimeOffset At { get; init; }

    public required RatingKind Kind { get; init; }

    /// <summary>Which part of the service it was about; a configured pillar.</summary>
    public string Pillar { get; init; } = Settings.PillarSettings.Network;

    /// <summary>Null for the service as a whole.</summary>
    public App? App { get; init; }

    /// <summary>0 to 100; null for complaints and tickets.</summary>
    public double? Value { get; init; }
}

/// <summary>What another system says of one pillar of a customer.</summary>
/// <param name="Score">0 to 100.</param>
/// <param name="Source">Which system said it.</param>
public sealed record PillarScore(CustomerKey Customer, string Pillar, double Score, DateTimeOffset At, string Source);

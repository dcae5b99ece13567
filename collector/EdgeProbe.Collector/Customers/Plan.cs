using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Customers;

/// <summary>A plan's name within its operator.</summary>
public readonly record struct PlanKey(string Tenant, string Name)
{
    public override string ToString() => $"{Tenant}/{Name}";
}

/// <summary>What a plan's advertisement says of the line; null where it says nothing.</summary>
public sealed record Advertised
{
    /// <summary>Usual round-trip time, 0 to 3,000 ms.</summary>
    public double? DelayMs { get; init; }

    /// <summary>P95 minus P50 of the round-trip time, 0 to 3,000 ms.</summary>
    public double? JitterMs { get; init; }

    /// <summary>0 to 100.</summary>
    public double? LossPercent { get; init; }

    /// <summary>0 to 1,000,000.</summary>
    public double? DownMbit { get; init; }

    /// <summary>0 to 1,000,000.</summary>
    public double? UpMbit { get; init; }

    /// <summary>0 to 100.</summary>
    public double? AvailabilityPercent { get; init; }
}

/// <summary>What customers of one plan were promised. Immutable.</summary>
public sealed record Plan
{
    public required string Tenant { get; init; }

    /// <summary>1 to 64 printable characters without '/'.</summary>
    public required string Name { get; init; }

    /// <summary>What the plan is to be compared with: plans of one tier are alike, whoever they are sold to. Null for the plan's own name.</summary>
    public string? Tier { get; init; }

    /// <summary>Access technology of the plan; null when it is sold over several.</summary>
    public string? Technology { get; init; }

    /// <summary>What was promised outright, by app. It goes before what <see cref="Advertised"/> would give.</summary>
    public IReadOnlyDictionary<App, Zone> Promises { get; init; } = new Dictionary<App, Zone>();

    public Advertised? Advertised { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public PlanKey Key => new(Tenant, Name);
}

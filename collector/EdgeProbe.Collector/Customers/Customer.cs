using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Customers;

/// <summary>How a customer pays; parity asks whether these are treated alike.</summary>
public enum CustomerClass : byte { Prepaid, Postpaid, Converged }

/// <summary>A customer's name: the operator that they belong to, and the operator's own id for them.</summary>
public readonly record struct CustomerKey(string Tenant, string Id)
{
    public override string ToString() => $"{Tenant}/{Id}";
}

/// <summary>Points of 0 to 100 between which service is tolerated: below adequate it is not, above desired it delights.</summary>
public sealed record Zone(double Adequate, double Desired)
{
    /// <summary>What such a zone makes a customer expect, 0 to 100.</summary>
    public double Middle => (Adequate + Desired) / 2;
}

/// <summary>One customer as the operator's own systems describe them. Immutable.</summary>
public sealed record Customer
{
    public required string Tenant { get; init; }

    /// <summary>1 to 64 printable characters without '/'; the operator's id, never a name or a number that is dialled.</summary>
    public required string Id { get; init; }

    /// <summary>Name of a plan of the same tenant; null for one that promises nothing.</summary>
    public string? Plan { get; init; }

    public required CustomerClass Class { get; init; }

    /// <summary>Access technology, in the operator's words; null falls back on the plan's.</summary>
    public string? Technology { get; init; }

    public string? Region { get; init; }

    /// <summary>One of the score profile's personas; null for the settings' own.</summary>
    public string? Persona { get; init; }

    /// <summary>Access node that the line hangs on; null for unknown.</summary>
    public string? Node { get; init; }

    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>Names of this customer's probes, all of the same tenant. No probe belongs to two customers.</summary>
    public IReadOnlyList<string> Probes { get; init; } = [];

    /// <summary>What the customer said they need, by app; apps that nobody asked about are absent.</summary>
    public IReadOnlyDictionary<App, Zone> Stated { get; init; } = new Dictionary<App, Zone>();

    [System.Text.Json.Serialization.JsonIgnore]
    public CustomerKey Key => new(Tenant, Id);

    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<ProbeId> ProbeIds
    {
        get
        {
            foreach (var name in Probes)
                if (ProbeId.TryCreate(Tenant, name, out var id)) yield return id;
        }
    }
}

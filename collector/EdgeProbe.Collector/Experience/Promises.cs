using System.Runtime.CompilerServices;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Experience;

/// <summary>What a customer was promised, and asked for where nobody promised anything, in points of 0 to 100. Immutable.</summary>
/// <param name="Plan">By app: what was promised alone.</param>
/// <param name="Zones">By app: promised, else stated.</param>
/// <param name="Whole">The zone of the whole with the weights of the persona; null under 60 % of them.</param>
/// <param name="Promise">The middle of what was promised alone.</param>
/// <param name="Stated">The middle of what was stated alone.</param>
internal sealed record Promised(IReadOnlyDictionary<App, Zone> Plan, IReadOnlyDictionary<App, Zone> Zones, Zone? Whole, double? Promise, double? Stated);

/// <summary>
/// Makes promises of plans and remembers them for as long as a customer, their plan and their persona are the same: they are asked for with
/// every score. Thread-safe.
/// </summary>
internal sealed class Promises(ScoreProfile profile)
{
    // A customer's record that was replaced takes its entry along.
    private readonly ConditionalWeakTable<Customer, Entry> _known = [];

    public Promised Of(Customer customer, Plan? plan, Persona persona)
    {
        if (_known.TryGetValue(customer, out var entry) && ReferenceEquals(entry.Plan, plan) && ReferenceEquals(entry.Persona, persona)) return entry.Promised;
        var made = Make(customer, plan, persona);
        _known.AddOrUpdate(customer, new Entry(plan, persona, made));
        return made;
    }

    private Promised Make(Customer customer, Plan? plan, Persona persona)
    {
        var promised = plan is null ? new Dictionary<App, Zone>() : PlanPromise.Of(plan, profile);
        var zones = new Dictionary<App, Zone>(customer.Stated);
        foreach (var (app, zone) in promised) zones[app] = zone;
        return new Promised(promised, zones, Whole(zones, persona), Whole(promised, persona)?.Middle, Whole(customer.Stated, persona)?.Middle);
    }

    // The composite of the adequate levels to that of the desired.
    private static Zone? Whole(IReadOnlyDictionary<App, Zone> zones, Persona persona)
    {
        var (adequate, desired) = (default(AppPointsSet), default(AppPointsSet));
        foreach (var (app, zone) in zones) (adequate[app], desired[app]) = (zone.Adequate, zone.Desired);
        return CompositeScore.Of(persona, adequate, 0).Value is { } low && CompositeScore.Of(persona, desired, 0).Value is { } high ? new Zone(low, high) : null;
    }

    private sealed record Entry(Plan? Plan, Persona Persona, Promised Promised);
}

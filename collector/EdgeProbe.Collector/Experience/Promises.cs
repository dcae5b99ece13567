using System.Collections.Concurrent;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Experience;

/// <summary>What was promised to a customer by app, and as one zone with the weights of their persona. Remembers plans. Thread-safe.</summary>
internal sealed class Promises(ScoreProfile profile)
{
    private readonly ConcurrentDictionary<PlanKey, (Plan Plan, IReadOnlyDictionary<App, Zone> Zones)> _plans = new();

    /// <summary>Empty when the customer has no plan.</summary>
    public IReadOnlyDictionary<App, Zone> Of(Plan? plan)
    {
        if (plan is null) return new Dictionary<App, Zone>();
        if (_plans.TryGetValue(plan.Key, out var known) && ReferenceEquals(known.Plan, plan)) return known.Zones;
        var zones = PlanPromise.Of(plan, profile);
        _plans[plan.Key] = (plan, zones);
        return zones;
    }

    /// <summary>The zone of the whole: the composite of the adequate levels to that of the desired; null under 60 % of the persona's weight.</summary>
    public static Zone? Whole(IReadOnlyDictionary<App, Zone> zones, Persona persona)
    {
        var (adequate, desired) = (default(AppPointsSet), default(AppPointsSet));
        foreach (var (app, zone) in zones) (adequate[app], desired[app]) = (zone.Adequate, zone.Desired);
        return CompositeScore.Of(persona, adequate, 0).Value is { } low && CompositeScore.Of(persona, desired, 0).Value is { } high ? new Zone(low, high) : null;
    }
}

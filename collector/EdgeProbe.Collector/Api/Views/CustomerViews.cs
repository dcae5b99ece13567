using EdgeProbe.Collector.Customers;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Api.Views;

public sealed record ChangeView(DateTimeOffset At, ChangeKind What, string? Field, string? Before, string? After);

/// <summary>Newest first.</summary>
public sealed record ChangeList(IReadOnlyList<ChangeView> Changes);

/// <summary>Points of 0 to 100.</summary>
public sealed record ZoneView(double Adequate, double Desired);

/// <summary>What a plan says, and what that comes to.</summary>
/// <param name="Promises">What was promised outright, by app.</param>
/// <param name="Advertised">Figures of the advertisement; null when it gives none.</param>
/// <param name="Comes">The promise by app, after the advertised figures went through the score model.</param>
public sealed record PlanView(
    string Tenant, string Plan, string? Technology, IReadOnlyDictionary<string, ZoneView> Promises, Advertised? Advertised, IReadOnlyDictionary<string, ZoneView> Comes);

public sealed record PlanList(IReadOnlyList<PlanView> Plans)
{
    internal static PlanList Of(CustomerRegistry registry, ScoreProfile profile) => new([.. registry.Plans
        .OrderBy(p => p.Tenant, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => new PlanView(p.Tenant, p.Name, p.Technology, ViewsOf(p.Promises), p.Advertised, ViewsOf(PlanPromise.Of(p, profile))))]);

    internal static IReadOnlyDictionary<string, ZoneView> ViewsOf(IReadOnlyDictionary<App, Zone> zones) =>
        zones.OrderBy(z => z.Key).ToDictionary(z => z.Key.Name(), z => new ZoneView(z.Value.Adequate, z.Value.Desired));
}

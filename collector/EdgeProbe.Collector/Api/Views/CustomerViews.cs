using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Expectations;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Api.Views;

public sealed record ChangeView(DateTimeOffset At, ChangeKind What, string? Field, string? Before, string? After);

/// <summary>Newest first.</summary>
public sealed record ChangeList(IReadOnlyList<ChangeView> Changes);

/// <summary>Points of 0 to 100.</summary>
public sealed record ZoneView(double Adequate, double Desired);

/// <summary>What a plan says, and what that comes to.</summary>
/// <param name="Tier">Plans of one tier are compared with each other; null for the plan's own name.</param>
/// <param name="Promises">What was promised outright, by app.</param>
/// <param name="Advertised">Figures of the advertisement; null when it gives none.</param>
/// <param name="Comes">The promise by app, after the advertised figures went through the score model.</param>
public sealed record PlanView(
    string Tenant, string Plan, string? Tier, string? Technology, IReadOnlyDictionary<string, ZoneView> Promises, Advertised? Advertised,
    IReadOnlyDictionary<string, ZoneView> Comes);

public sealed record PlanList(IReadOnlyList<PlanView> Plans)
{
    internal static PlanList Of(CustomerRegistry registry, ScoreProfile profile) => new([.. registry.Plans
        .OrderBy(p => p.Tenant, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => new PlanView(p.Tenant, p.Name, p.Tier, p.Technology, ViewsOf(p.Promises), p.Advertised, ViewsOf(PlanPromise.Of(p, profile))))]);

    internal static IReadOnlyDictionary<string, ZoneView> ViewsOf(IReadOnlyDictionary<App, Zone> zones) =>
        zones.OrderBy(z => z.Key).ToDictionary(z => z.Key.Name(), z => new ZoneView(z.Value.Adequate, z.Value.Desired));
}

public sealed record CustomerName(string Tenant, string Id);

/// <summary>One app, in points; null where nothing is known. The gap is the score minus <c>expected</c>.</summary>
public sealed record AppExpectationView
{
    public required string App { get; init; }

    public double? Adequate { get; init; }

    public double? Desired { get; init; }

    public double? Expected { get; init; }

    public double? Score { get; init; }

    public double? Gap { get; init; }

    public ExpectationState State { get; init; }

    public double? Promise { get; init; }

    public double? Stated { get; init; }

    public double? Own { get; init; }

    public double? Peers { get; init; }

    internal static AppExpectationView Of(AppExpectation app) => new()
    {
        App = app.App.Name(), Adequate = app.Zone?.Adequate, Desired = app.Zone?.Desired, Expected = app.Expected, Score = app.Score, Gap = app.Gap, State = app.State,
        Promise = app.Promise, Stated = app.Stated, Own = app.Own, Peers = app.Peers,
    };
}

/// <summary>What a customer expects and what they get, in points; null where nothing is known.</summary>
public sealed record ExpectationView
{
    public ExpectationState State { get; init; }

    public double? Adequate { get; init; }

    public double? Desired { get; init; }

    public double? Expected { get; init; }

    /// <summary>The score, moved by the customer's own ratings.</summary>
    public double? Delivered { get; init; }

    public double? Gap { get; init; }

    public double? OverAdequate { get; init; }

    public double? OverDesired { get; init; }

    public double? Satisfaction { get; init; }

    public double? Promise { get; init; }

    public double? Stated { get; init; }

    public double? Own { get; init; }

    public double? Peers { get; init; }

    public int Ratings { get; init; }

    public IReadOnlyList<AppExpectationView> Apps { get; init; } = [];

    internal static ExpectationView Of(CustomerExpectation expectation) => new()
    {
        State = expectation.Level.State,
        Adequate = expectation.Zone?.Adequate,
        Desired = expectation.Zone?.Desired,
        Expected = expectation.Level.Expected,
        Delivered = expectation.Delivered,
        Gap = expectation.Level.Gap,
        OverAdequate = expectation.Level.OverAdequate,
        OverDesired = expectation.Level.OverDesired,
        Satisfaction = expectation.Level.Satisfaction,
        Promise = expectation.Promise,
        Stated = expectation.Stated,
        Own = expectation.Own,
        Peers = expectation.Peers,
        Ratings = expectation.Ratings,
        Apps = [.. expectation.Apps.Select(AppExpectationView.Of)],
    };
}

/// <summary>One customer now.</summary>
public record CustomerSummary
{
    public required string Tenant { get; init; }

    public required string Id { get; init; }

    public string? Plan { get; init; }

    public CustomerClass Class { get; init; }

    public string? Technology { get; init; }

    public string? Region { get; init; }

    /// <summary>Whose weights count: the customer's own persona, else the settings'.</summary>
    public required string Persona { get; init; }

    public string? Node { get; init; }

    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    public IReadOnlyList<string> Probes { get; init; } = [];

    /// <summary>The probe that speaks for the customer: the one with the lowest known score; null when none has one.</summary>
    public string? SpeakingProbe { get; init; }

    /// <summary>As measured by that probe.</summary>
    public required ScoreView Score { get; init; }

    public required ExpectationView Expectation { get; init; }

    public required Finding Verdict { get; init; }

    public string Sentence { get; init; } = "";
}

/// <summary>By gap, lowest first, unknown last.</summary>
/// <param name="Total">How many there are, shown or not.</param>
public sealed record CustomerList(DateTimeOffset GeneratedAt, int Total, IReadOnlyList<CustomerSummary> Customers);

/// <summary>Expectation as it is today.</summary>
/// <param name="Availability">Percent of the observed time; null when less than an hour was observed.</param>
public sealed record CustomerDayView(
    string Day, double? Mean, double? Typical, double? Consistent, double Coverage, double? Availability, double? Adequate, double? Desired, double? Expected);

public sealed record PillarView(string Name, double Weight, double? Score, DateTimeOffset? At, bool Fresh, string? Source, string? Note);

/// <param name="Coverage">Share of the pillars' weight that is fresh, 0 to 1.</param>
public sealed record WholeView(double? Score, double Coverage, string? Note);

public sealed record SaidView(int Count, double? Mean, DateTimeOffset? LastAt);

public sealed record CustomerDetail : CustomerSummary
{
    /// <summary>What the customer said they need, by app.</summary>
    public IReadOnlyDictionary<string, ZoneView> Stated { get; init; } = new Dictionary<string, ZoneView>();

    public IReadOnlyList<ProbeSummary> ProbeSummaries { get; init; } = [];

    public IReadOnlyList<PillarView> Pillars { get; init; } = [];

    public required WholeView Whole { get; init; }

    public IReadOnlyList<CustomerDayView> Days { get; init; } = [];

    /// <summary>Ratings with a value of the last 90 days.</summary>
    public required SaidView Ratings { get; init; }
}

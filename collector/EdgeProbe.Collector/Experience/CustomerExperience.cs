using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Expectations;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Experience;

/// <summary>
/// What each customer gets now against what they expect. Reads nothing but memory, so that a list of all customers costs microseconds for
/// each. Thread-safe.
/// </summary>
/// <param name="latest">A probe's score now; null when it was never scored.</param>
/// <param name="scorer">Makes scores now: its profile, and its persona for those who have none of their own.</param>
public sealed class CustomerExperience(
    CustomerRegistry registry, CustomerHistory history, Func<ProbeId, ProbeScore?> latest, Func<ProbeScorer> scorer, IFindings findings)
{
    /// <summary>Half the width of a zone that nobody promised, in points: as wide as the envelope of a score that is not yet confident.</summary>
    public const double Around = 10;

    private readonly Promises _promises = new(scorer().Profile);

    /// <summary>All customers, the one who falls furthest short of their expectation first, those of whom nothing is known last.</summary>
    public IReadOnlyList<CustomerNow> All() =>
        [.. registry.All.Select(Of).OrderBy(n => n.Expectation.Level.Gap ?? double.PositiveInfinity)
            .ThenBy(n => n.Customer.Tenant, StringComparer.Ordinal).ThenBy(n => n.Customer.Id, StringComparer.Ordinal)];

    public CustomerNow? Find(CustomerKey key) => registry.Find(key) is { } customer ? Of(customer) : null;

    public CustomerNow? OfProbe(ProbeId probe) => registry.OfProbe(probe) is { } customer ? Of(customer) : null;

    public Customer? CustomerOf(ProbeId probe) => registry.OfProbe(probe);

    public string? TechnologyOf(Customer customer) => registry.TechnologyOf(customer);

    public Finding FindingOf(ProbeId probe) => findings.Of(probe);

    public string SentenceOf(ProbeId probe) => findings.SentenceOf(probe);

    public CustomerNow Of(Customer customer)
    {
        var persona = PersonaOf(customer);
        var (probe, score) = Speaking(customer);
        var expectation = Expectation(customer, persona, score);
        var speaks = probe ?? customer.ProbeIds.Select(id => (ProbeId?)id).FirstOrDefault();
        return new CustomerNow(
            customer, registry.TechnologyOf(customer), persona.Name, probe, score?.Score ?? Score.Unknown, expectation,
            speaks is { } id ? findings.Of(id) : Finding.Unknown, speaks is { } of ? findings.SentenceOf(of) : "This customer has no probe, so nothing is measured.");
    }

    /// <summary>A probe's score minus what its customer expects, in points; null when either is not known. For the score's own row.</summary>
    /// <param name="probe">Whose.</param>
    /// <param name="score">0 to 100, as measured.</param>
    public double? GapOf(ProbeId probe, double? score)
    {
        if (score is null || registry.OfProbe(probe) is not { } customer) return null;
        var persona = PersonaOf(customer);
        return LevelOf(customer, persona, score).Level.Gap;
    }

    /// <summary>What a customer expects, 0 to 100, calibration apart; null when nothing is known.</summary>
    public double? ExpectedOf(Customer customer)
    {
        var persona = PersonaOf(customer);
        return LevelOf(customer, persona, 0).Level.Expected;
    }

    /// <summary>Whose weights count for a customer: a profile may lose a persona that they still have.</summary>
    public Persona PersonaOf(Customer customer)
    {
        var now = scorer();
        return customer.Persona is { } name ? now.Profile.Persona(name) ?? now.Persona : now.Persona;
    }

    // Never an average: the lowest known score of the customer's probes speaks, since a good wire does not make up for a bad radio. What is
    // stale is not known any more, and is shown only when nothing else is there.
    private (ProbeId? Probe, ProbeScore? Score) Speaking(Customer customer)
    {
        (ProbeId? Probe, ProbeScore? Score) lowest = (null, null);
        foreach (var id in customer.ProbeIds)
        {
            if (latest(id) is not { } score || score.Score.Value is not { } value) continue;
            var (fresh, before) = (score.Score.State != ScoreState.Stale, lowest.Score?.Score);
            var beforeFresh = before is { } b && b.State != ScoreState.Stale;
            if (before is null || (fresh && !beforeFresh) || (fresh == beforeFresh && value < before.Value.Value)) lowest = (id, score);
        }

        return lowest;
    }

    private CustomerExpectation Expectation(Customer customer, Persona persona, ProbeScore? score)
    {
        var known = score?.Score is { Value: not null, State: not ScoreState.Stale };
        var (record, peers, promised) = (history.Of(customer.Key), history.PeersOf(customer), PromisedTo(customer, persona));
        var (own, apps) = (record.Own, new List<AppExpectation>(AppNames.All.Count));
        foreach (var app in AppNames.All)
        {
            var points = known ? PointsOf(score!, app) : null;
            var (mine, theirs) = (own.Apps[app], peers.Apps[app]);
            var (zone, expected) = Expected(promised.Zones.GetValueOrDefault(app), mine, theirs);
            if (zone is null && points is null) continue;
            var level = zone is null ? default : Scoring.Expectations.Expectation.Of(points, zone.Adequate, zone.Desired, expected);
            apps.Add(new AppExpectation
            {
                App = app, Score = points, Zone = zone, Expected = expected, Gap = level.Gap, State = level.State,
                Promise = promised.Plan.GetValueOrDefault(app)?.Middle, Stated = customer.Stated.GetValueOrDefault(app)?.Middle, Own = mine, Peers = theirs,
            });
        }

        return LevelOf(promised, record, peers.Whole, known ? score!.Score.Value : null, apps);
    }

    private CustomerExpectation LevelOf(Customer customer, Persona persona, double? score) =>
        LevelOf(PromisedTo(customer, persona), history.Of(customer.Key), history.PeersOf(customer).Whole, score, []);

    private static CustomerExpectation LevelOf(Promised promised, CustomerRecord record, double? peers, double? score, IReadOnlyList<AppExpectation> apps)
    {
        var own = record.Own.Whole;
        var (zone, expected) = Expected(promised.Whole, own, peers);
        var delivered = ExpectationLevel.Calibrated(score, record.Residuals);
        return new CustomerExpectation
        {
            Level = zone is null ? default : Scoring.Expectations.Expectation.Of(delivered, zone.Adequate, zone.Desired, expected) with { Expected = expected },
            Zone = zone,
            Delivered = delivered,
            Promise = promised.Promise,
            Stated = promised.Stated,
            Own = own,
            Peers = peers,
            Ratings = record.Residuals.Count,
            Apps = apps,
        };
    }

    /// <param name="said">Promised; what nobody promised and the customer asked for takes the promise's place.</param>
    private static (Zone? Zone, double? Expected) Expected(Zone? said, double? own, double? peers)
    {
        var zone = said ?? ((own ?? peers) is { } usual ? new Zone(Math.Max(0, usual - Around), Math.Min(100, usual + Around)) : null);
        // Long bad service must not lower what is expected: the promise is the floor of the own median too.
        var held = own is { } median && said is not null ? Math.Max(median, said.Middle) : own;
        return (zone, ExpectationLevel.Of(said?.Middle, held, peers));
    }

    private static double? PointsOf(ProbeScore score, App app)
    {
        for (var i = 0; i < score.Apps.Count; i++)
            if (score.Apps[i].App == app) return score.Apps[i].Score.Value;
        return null;
    }

    private Promised PromisedTo(Customer customer, Persona persona) => _promises.Of(customer, registry.PlanOf(customer), persona);
}

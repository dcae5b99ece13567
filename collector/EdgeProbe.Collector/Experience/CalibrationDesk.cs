using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Calibration;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Experience;

public enum SegmentBy : byte { All, Class, Plan, Technology, Region, Persona }

/// <summary>How one part of the score follows what customers said.</summary>
/// <param name="Part">A name of <see cref="RatedMoment.Parts"/>.</param>
public sealed record PartCorrelation(string Part, RankCorrelation Correlation);

/// <summary>One segment of customers.</summary>
/// <param name="Key">Its name; empty for customers of whom that is not known.</param>
/// <param name="Customers">Those who gave a rating while they were measured.</param>
/// <param name="Ratings">Their ratings of that kind.</param>
/// <param name="Complaints">Days of customers with a complaint or a ticket.</param>
public sealed record SaidSegment(
    string Key, int Customers, int Ratings, long Complaints, IReadOnlyList<PartCorrelation> Correlations, IReadOnlyList<ComplaintRate> Bands)
{
    public bool TooFew => Customers < RankCorrelation.Fewest;
}

/// <summary>Weights of a persona that a person may accept as a new profile version.</summary>
/// <param name="Id">The same for the same weights; names the proposal when it is accepted.</param>
/// <param name="Present">In the order of <see cref="AppNames.All"/>.</param>
public sealed record PersonaProposal(string Id, string Persona, IReadOnlyList<double> Present, WeightProposal Proposal);

/// <param name="Unmeasured">Ratings around which nothing was measured; they tell nothing of the score.</param>
public sealed record SaidReport(SegmentBy By, int Days, int Unmeasured, IReadOnlyList<SaidSegment> Segments, IReadOnlyList<PersonaProposal> Proposals);

/// <summary>
/// Sets what customers said beside what was measured. Made from what <see cref="CustomerHistory"/> has joined already, and remembered until
/// that changes. Thread-safe.
/// </summary>
public sealed class CalibrationDesk(
    CustomerRegistry registry, CustomerHistory history, CustomerExperience experience, RatingBook ratings, Func<ScoreProfile> profile, TimeProvider clock)
{
    public const int MostDays = 90;

    private readonly ConcurrentDictionary<(SegmentBy By, int Days), (long History, long Registry, int Today, string Profile, SaidReport Report)> _reports = new();

    /// <param name="days">How far back, 1 to <see cref="MostDays"/>; complaints are set against the days that are kept, 62 at most.</param>
    /// <exception cref="IOException">The customers' file cannot be read.</exception>
    public SaidReport Of(SegmentBy by, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDays);
        var now = (History: history.Revision, Registry: registry.Revision, history.Today, Profile: profile().Version);
        if (_reports.TryGetValue((by, days), out var known) && (known.History, known.Registry, known.Today, known.Profile) == now) return known.Report;
        var report = Make(by, days);
        _reports[(by, days)] = (now.History, now.Registry, now.Today, now.Profile, report);
        return report;
    }

    private SaidReport Make(SegmentBy by, int days)
    {
        var since = clock.GetUtcNow() - TimeSpan.FromDays(days);
        var complained = ratings.Since(since).Where(r => r.Value is null && r.Pillar == PillarSettings.Network)
            .Select(r => (r.Customer, Day: (int)(r.At.ToUnixTimeMilliseconds() / CustomerDay.LengthMs))).ToHashSet();
        var voices = registry.All.Select(c => Voice(c, since, history.Today - days)).ToList();
        return new SaidReport(
            by, days, voices.Sum(v => v.Unmeasured),
            [.. voices.GroupBy(v => KeyOf(by, v.Customer) ?? "").OrderBy(g => g.Key.Length == 0).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => Segment(g.Key, [.. g], complained))],
            [.. voices.GroupBy(v => experience.PersonaOf(v.Customer).Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Propose(g.Key, [.. g]))]);
    }

    private Spoken Voice(Customer customer, DateTimeOffset since, int firstDay)
    {
        var record = history.Of(customer.Key);
        var moments = record.Moments.Where(m => m.Rating.At >= since).ToList();
        return new Spoken(
            customer, [.. moments.Where(m => m.Parts.Count > 0)], moments.Count(m => m.Parts.Count == 0), [.. record.Days.Where(d => d.Number >= firstDay && d.Typical is not null)]);
    }

    private string? KeyOf(SegmentBy by, Customer customer) => by switch
    {
        SegmentBy.Class => ClassName(customer.Class),
        SegmentBy.Plan => customer.Plan,
        SegmentBy.Technology => registry.TechnologyOf(customer),
        SegmentBy.Region => customer.Region,
        SegmentBy.Persona => experience.PersonaOf(customer).Name,
        _ => "all",
    };

    private SaidSegment Segment(string key, List<Spoken> voices, HashSet<(CustomerKey Customer, int Day)> complained)
    {
        var heard = voices.Where(v => v.Moments.Count > 0).ToList();
        var parts = heard.SelectMany(v => v.Moments).SelectMany(m => m.Parts.Keys).Distinct().OrderBy(OrderOf).ThenBy(p => p, StringComparer.Ordinal);
        var days = voices.SelectMany(v => v.Days.Select(d => (Band: profile().BandOf(d.Typical)!, Complained: complained.Contains((v.Customer.Key, d.Number))))).ToLookup(d => d.Band, d => d.Complained);
        var bands = ComplaintRate.Of([.. profile().Bands.Select(b => (b.Name, (long)days[b.Name].Count(), (long)days[b.Name].Count(c => c)))]);
        return new SaidSegment(
            key, heard.Count, heard.Sum(v => v.Moments.Count), bands.Sum(b => b.Complaints), [.. parts.Select(p => new PartCorrelation(p, Correlate(p, heard)))], bands);
    }

    // One pair for each customer. A rating of one app is about that app alone.
    private static RankCorrelation Correlate(string part, List<Spoken> heard)
    {
        var (values, said) = (new List<double>(), new List<double>());
        foreach (var voice in heard)
        {
            var about = voice.Moments.Where(m => m.Parts.ContainsKey(part) && (m.Rating.App is not { } app || part == RatedMoment.AppPrefix + app.Name())).ToList();
            if (about.Count == 0) continue;
            values.Add(about.Average(m => m.Parts[part]));
            said.Add(about.Average(m => m.Rating.Value!.Value));
        }

        return RankCorrelation.Of(values, said);
    }

    private PersonaProposal Propose(string name, List<Spoken> voices)
    {
        var persona = profile().Persona(name)!;
        // The order of names makes the parts of the cross-validation the same each time.
        var rated = voices.OrderBy(v => v.Customer.Tenant, StringComparer.Ordinal).ThenBy(v => v.Customer.Id, StringComparer.Ordinal)
            .SelectMany((v, i) => v.Moments.Where(m => m.Rating.App is null).Select(m => new RatedApps(
                i, m.Rating.Value!.Value, [.. AppNames.All.Select(a => m.Parts.TryGetValue(RatedMoment.AppPrefix + a.Name(), out var points) ? points : (double?)null)])));
        var proposal = WeightProposal.Of(persona, [.. rated]);
        var words = FormattableString.Invariant($"{profile().Version} {name} {string.Join(' ', proposal.Weights ?? [])}");
        return new PersonaProposal($"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..12]}", name, persona.Weights, proposal);
    }

    private static int OrderOf(string part) => part == RatedMoment.Score ? 0 : part.StartsWith(RatedMoment.AppPrefix, StringComparison.Ordinal) ? 1 : 2;

#pragma warning disable CA1308 // classes are lower case in files and in the API
    private static string ClassName(CustomerClass word) => word.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private sealed record Spoken(Customer Customer, IReadOnlyList<RatedMoment> Moments, int Unmeasured, IReadOnlyList<CustomerDay> Days);
}

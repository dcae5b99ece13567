using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Expectations;
using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Parity;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Experience;

public enum RollupBy : byte { Fleet, Site, Region, Technology, Plan, Class, Node }

/// <summary>One group of probes now.</summary>
/// <param name="Key">Its name; empty for probes of which that is not known.</param>
public sealed record RollupGroup(string Key)
{
    public int Probes { get; init; }

    public int Customers { get; init; }

    /// <summary>Probes whose score is known and not stale.</summary>
    public int Known { get; init; }

    /// <summary>Scores of the known probes, in order: one for each, so that no probe counts twice.</summary>
    public IReadOnlyList<double> Scores { get; init; } = [];

    /// <summary>Known probes by the name of their band.</summary>
    public required IReadOnlyDictionary<string, int> Bands { get; init; }

    /// <summary>Customers who get less than what is adequate to them.</summary>
    public int Below { get; init; }

    /// <summary>Round trips end to end of all the probes, merged, over the last five minutes.</summary>
    public required DelaySketch Delays { get; init; }

    public long Sent { get; init; }

    public long Lost { get; init; }

    /// <summary>Probes whose trouble a segment is blamed for, by its name; under "cannotTell" those where the evidence does not say.</summary>
    public required IReadOnlyDictionary<string, int> Blamed { get; init; }

    public double? ScoreAt(double share) => Scores.Count == 0 ? null : GroupStatistics.Quantile(Scores, share);

    /// <summary>Wilson's bounds of the lost share; null when nothing was sent.</summary>
    public (double Low, double High)? LossBounds => Sent == 0 ? null : Confidence.Wilson(Lost, Sent);
}

/// <summary>
/// Groups of probes, each merged from its probes' own sketches and counters: a percentile is read from the merged sketch and never averaged.
/// Thread-safe.
/// </summary>
public sealed class RollupMaker(FleetRegistry fleet, CustomerExperience experience, Func<ProbeId, ProbeScore?> latest, IFindings findings, ScoreProfile profile)
{
    public const string CannotTell = "cannotTell";

    private static readonly string[] Blame = ["lan", "access", "core", "service", CannotTell];

    // Packets first, as for the score: connects are too rare to say much of loss.
    private static readonly Kind[] EndToEnd = [Kind.Stamp, Kind.Icmp, Kind.Tcp];

    /// <summary>By key; the group of those whose key is not known comes last.</summary>
    public IReadOnlyList<RollupGroup> By(RollupBy by) =>
        [.. fleet.All.Select(p => p.Facts).GroupBy(f => KeyOf(by, f) ?? "").OrderBy(g => g.Key.Length == 0).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Group(g.Key, [.. g.Select(f => f.Id)]))];

    private string? KeyOf(RollupBy by, ProbeFacts facts)
    {
        if (by == RollupBy.Fleet) return "fleet";
        if (by == RollupBy.Site) return facts.Birth?.Site;
        if (experience.CustomerOf(facts.Id) is not { } customer) return null;
        return by switch
        {
            RollupBy.Region => customer.Region,
            RollupBy.Technology => experience.TechnologyOf(customer),
            RollupBy.Plan => customer.Plan,
            RollupBy.Class => NameOf(customer.Class),
            _ => customer.Node,
        };
    }

    private RollupGroup Group(string key, List<ProbeId> probes)
    {
        var (scores, delays, sent, lost) = (new List<double>(), new DelaySketch(), 0L, 0L);
        var bands = profile.Bands.ToDictionary(b => b.Name, _ => 0);
        var blamed = Blame.ToDictionary(b => b, _ => 0);
        foreach (var id in probes)
        {
            Count(blamed, findings.Of(id));
            if (latest(id) is not { Score: { Value: { } value, State: not ScoreState.Stale } } score) continue;
            scores.Add(value);
            bands[profile.BandOf(value)!]++;
            foreach (var span in Way(score.Tests))
            {
                delays.Merge(span.Delays);
                (sent, lost) = (sent + span.Sent, lost + span.Lost);
            }
        }

        var customers = probes.Select(experience.CustomerOf).OfType<Customer>().Distinct().ToList();
        scores.Sort();
        return new RollupGroup(key)
        {
            Probes = probes.Count, Customers = customers.Count, Known = scores.Count, Scores = scores, Bands = bands, Delays = delays, Sent = sent, Lost = lost, Blamed = blamed,
            Below = customers.Count(c => experience.Of(c).Expectation.Level.State == ExpectationState.BelowAdequate),
        };
    }

    // The way to what is paid for, as the score takes it: of each service the first kind of test that answers, else the core reflector, whose
    // silence is loss.
    private static List<TestSpan> Way(IReadOnlyList<TestSpan> tests)
    {
        var services = tests.Where(t => t.Test.Segment == Segment.Service).GroupBy(t => (t.Test.Target, t.Test.Family))
            .SelectMany(g => FirstKind([.. g.Where(t => t.Received > 0)])).ToList();
        return services.Count > 0 ? services : FirstKind([.. tests.Where(t => t.Test.Segment == Segment.Core && t.Sent > 0)]);
    }

    private static List<TestSpan> FirstKind(List<TestSpan> spans)
    {
        foreach (var kind in EndToEnd)
            if (spans.FindAll(s => s.Test.Kind == kind) is { Count: > 0 } found) return found;
        return [];
    }

    // Of merged segments none can be told, so each verdict counts once.
    private static void Count(Dictionary<string, int> blamed, Finding finding)
    {
        if (finding.Kind == CannotTell || (finding.Kind == "segment" && !blamed.ContainsKey(finding.Segment ?? ""))) blamed[CannotTell]++;
        else if (finding.Kind == "segment") blamed[finding.Segment!]++;
    }

#pragma warning disable CA1308 // classes are lower case in files and in the API
    private static string NameOf(CustomerClass word) => word.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}

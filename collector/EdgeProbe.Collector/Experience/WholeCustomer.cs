using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Experience;

/// <summary>One pillar of a customer's experience.</summary>
/// <param name="Score">0 to 100; null when nobody has said.</param>
/// <param name="Fresh">False when there is none, or it is older than the settings let it be.</param>
/// <param name="Source">Who said it; null when nobody has.</param>
/// <param name="Note">Why it does not count; null when it does.</param>
public sealed record PillarState(string Name, double Weight, double? Score, DateTimeOffset? At, bool Fresh, string? Source, string? Note);

/// <summary>
/// A customer seen whole: the weighted mean of the pillars that are fresh, and the share of the weight that they are. What is stale or missing
/// is left out, never taken for 0. Pure.
/// </summary>
/// <param name="Score">0 to 100; null under 60 % of the weight.</param>
/// <param name="Coverage">0 to 1.</param>
public sealed record WholeCustomer(IReadOnlyList<PillarState> Pillars, double? Score, double Coverage, string? Note)
{
    // As for the composite of apps: under this share the rest would be guessing.
    private const double LeastCoverage = 0.6;
    private const double Rounding = 1e-12;

    /// <param name="network">Our own score now and when it was made; null when it is not known.</param>
    public static WholeCustomer Of(IReadOnlyList<PillarSettings> pillars, (double Score, DateTimeOffset At)? network, IReadOnlyList<PillarScore> posted, DateTimeOffset now)
    {
        var states = pillars.Select(p => p.Name == PillarSettings.Network ? Network(p, network, now) : Posted(p, posted.FirstOrDefault(s => s.Pillar == p.Name), now)).ToList();
        var (total, fresh) = (states.Sum(s => s.Weight), states.Where(s => s.Fresh).ToList());
        var coverage = fresh.Sum(s => s.Weight) / total;
        if (coverage < LeastCoverage - Rounding)
            return new WholeCustomer(states, null, coverage, FormattableString.Invariant($"Only {100 * coverage:0} % of the weight is fresh, and 60 % are needed."));
        return new WholeCustomer(
            states, fresh.Sum(s => s.Weight * s.Score!.Value) / fresh.Sum(s => s.Weight), coverage,
            fresh.Count == states.Count ? null : $"Without {string.Join(", ", states.Where(s => !s.Fresh).Select(s => s.Name))}.");
    }

    private static PillarState Network(PillarSettings pillar, (double Score, DateTimeOffset At)? network, DateTimeOffset now) =>
        State(pillar, network?.Score, network?.At, network is null ? null : "EdgeProbe", now);

    private static PillarState Posted(PillarSettings pillar, PillarScore? posted, DateTimeOffset now) => State(pillar, posted?.Score, posted?.At, posted?.Source, now);

    private static PillarState State(PillarSettings pillar, double? score, DateTimeOffset? at, string? source, DateTimeOffset now)
    {
        if (score is null || at is not { } time)
            return new PillarState(pillar.Name, pillar.Weight, null, null, false, source, pillar.Name == PillarSettings.Network ? "There is no score of the network now." : "Nobody has posted a score.");
        var fresh = now - time <= pillar.FreshFor;
        return new PillarState(
            pillar.Name, pillar.Weight, score, time, fresh, source,
            fresh ? null : FormattableString.Invariant($"Older than {pillar.FreshFor.TotalHours:0} hours, so it does not count."));
    }
}

using EdgeProbe.Collector.Scores;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>Every number that turns measurements into a score.</summary>
public sealed record ProfileView(
    string Profile,
    IReadOnlyDictionary<string, AppRuleView> Apps,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Personas,
    IReadOnlyList<BandView> Bands)
{
    /// <summary>By persona: how much each hour of the UTC day is used, midnight first; only their relation counts.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> Hours { get; init; }

    public CompositeNumbers Composite { get; } = new();

    public CertaintyNumbers Certainty { get; } = new();

    public BlameNumbers Blame { get; } = new();

    public ExpectationNumbers Expectation { get; } = new();

    public CalibrationNumbers Calibration { get; } = new();

    public ParityNumbers Parity { get; } = new();

    public static ProfileView Of(ScoreProfile profile) => new(
        profile.Version,
        profile.Rules.ToDictionary(r => r.App.Name(), AppRuleView.Of)
            .Append(new(App.Availability.Name(), AppRuleView.Of(profile.Availability)))
            .ToDictionary(a => a.Key, a => a.Value),
        profile.Personas.ToDictionary(
            p => p.Name,
            IReadOnlyDictionary<string, double> (p) => AppNames.All.ToDictionary(a => a.Name(), p.Weight)),
        [.. profile.Bands.Select(b => new BandView(b.Name, b.From))])
    {
        Hours = profile.Personas.ToDictionary(p => p.Name, profile.Hours),
    };
}

public sealed record BandView(string Name, double From);

/// <summary>Anchors in the unit shown; shares in percent.</summary>
public sealed record AnchorView(string Name, string Scale, double Optimal, double Unacceptable, string Unit);

public sealed record AppRuleView(IReadOnlyList<AnchorView> Metrics, IReadOnlyDictionary<string, double> Gate)
{
    internal static AppRuleView Of(AppRule rule) => new(
        [.. rule.Metrics.Select(m => Anchor(m))],
        rule.Gates.ToDictionary(g => MetricWords.Name(g.Metric), g => g.AtLeast));

    internal static AppRuleView Of(AvailabilityAnchors anchors) =>
        new([new AnchorView("unavailable", "logarithmic", 100 * anchors.Optimal, 100 * anchors.Unacceptable, "%")], new Dictionary<string, double>());

    private static AnchorView Anchor(MetricAnchors anchors)
    {
        var factor = MetricWords.Unit(anchors.Metric) == "%" ? 100 : 1;
        var scale = anchors.Scale.ToString();
        return new AnchorView(
            MetricWords.Name(anchors.Metric),
            char.ToLowerInvariant(scale[0]) + scale[1..],
            factor * anchors.Optimal,
            factor * anchors.Unacceptable,
            MetricWords.Unit(anchors.Metric));
    }
}

using System.Collections.Frozen;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Profiles;

/// <summary>Where a metric is perfect and where it is unusable.</summary>
public sealed record MetricAnchors(Metric Metric, Scale Scale, double Optimal, double Unacceptable);

/// <summary>A metric that must reach a value for the application to work at all.</summary>
public sealed record Gate(Metric Metric, double AtLeast);

/// <summary>How one application is scored.</summary>
public sealed record AppRule(App App, IReadOnlyList<MetricAnchors> Metrics, IReadOnlyList<Gate> Gates);

/// <summary>How much each application counts for a kind of customer; the weights sum to 1, in the order of <see cref="AppNames.All"/>.</summary>
public sealed record Persona(string Name, IReadOnlyList<double> Weights)
{
    /// <summary>From this weight on an application is a core one: no composite may exceed its worst core application by more than 40.</summary>
    public const double CoreWeight = 0.15;

    public double Weight(App app) => Weights[(int)app];

    // The small constant keeps a weight such as 0.15 that was read from text on its own side of the limit.
    public bool IsCore(App app) => Weight(app) >= CoreWeight - 1e-12;
}

/// <summary>A band of the score, named, from its lowest value on.</summary>
public sealed record Band(string Name, double From);

/// <summary>
/// Every number that turns measurements into a score, under one version. The anchors are EdgeProbe's defaults, not standards.
/// Immutable; read once and shared by all threads.
/// </summary>
public sealed class ScoreProfile
{
    private readonly AppRule?[] _rules = new AppRule?[(int)App.Availability + 1];
    private static readonly double[] AllHoursAlike = [.. Enumerable.Repeat(1.0, 24)];

    private readonly FrozenDictionary<string, Persona> _personas;

    private readonly FrozenDictionary<string, IReadOnlyList<double>> _hours;

    internal ScoreProfile(
        string version,
        IEnumerable<AppRule> rules,
        AvailabilityAnchors availability,
        IEnumerable<Persona> personas,
        IReadOnlyList<Band> bands,
        IReadOnlyDictionary<string, IReadOnlyList<double>>? hours = null)
    {
        _hours = (hours ?? new Dictionary<string, IReadOnlyList<double>>()).ToFrozenDictionary(StringComparer.Ordinal);
        Version = version;
        foreach (var rule in rules) _rules[(int)rule.App] = rule;
        Availability = availability;
        _personas = personas.ToFrozenDictionary(persona => persona.Name, StringComparer.Ordinal);
        Bands = bands;
    }

    /// <summary>"score-profile/1"; stored with every score.</summary>
    public string Version { get; }

    public AvailabilityAnchors Availability { get; }

    /// <summary>Best band first.</summary>
    public IReadOnlyList<Band> Bands { get; }

    public IEnumerable<AppRule> Rules => _rules.OfType<AppRule>();

    public IEnumerable<Persona> Personas => _personas.Values.OrderBy(persona => persona.Name, StringComparer.Ordinal);

    public AppRule Rule(App app) =>
        _rules[(int)app] ?? throw new ArgumentException($"{app.Name()} is not scored from metrics in {Version}", nameof(app));

    public Persona? Persona(string name) => _personas.GetValueOrDefault(name);

    /// <summary>
    /// How much a kind of customer uses the line in each hour of the UTC day, midnight first: 24 weights, of which only their relation counts.
    /// All equal unless the profile says otherwise.
    /// </summary>
    public IReadOnlyList<double> Hours(Persona persona) => _hours.GetValueOrDefault(persona.Name, AllHoursAlike);

    /// <summary>The band of a score; null for an unknown one.</summary>
    public string? BandOf(double? score) => score is null ? null : Bands.First(band => score >= band.From).Name;
}

/// <summary>Unavailable share of the observed time that is perfect and that is worth nothing, on a logarithmic scale.</summary>
public sealed record AvailabilityAnchors(double Optimal, double Unacceptable);

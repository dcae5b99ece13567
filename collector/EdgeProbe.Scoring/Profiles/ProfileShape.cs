using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Profiles;

/// <summary>A profile as its file writes it, and what is wrong with it.</summary>
internal sealed record ProfileShape(
    string? Version,
    Dictionary<string, AppShape>? Apps,
    AvailabilityAnchors? Availability,
    Dictionary<string, Dictionary<string, double>>? Personas,
    Dictionary<string, double>? Bands,
    Dictionary<string, double[]>? Hours)
{
    // Applications that are scored from metrics; voice is scored by the E-model, availability by slots.
    private static readonly App[] FromMetrics = [App.VideoCall, App.Gaming, App.Web, App.Streaming];

    public IEnumerable<string> Faults() => Empty() is { Count: > 0 } empty ? empty : OwnFaults();

    // A null stands nowhere in a profile, and would hide every other fault behind it.
    private List<string> Empty() =>
    [
        .. (Apps ?? []).Where(app => app.Value is null).Select(app => $"apps.{app.Key}: empty"),
        .. (Apps ?? []).SelectMany(app => (app.Value?.Metrics ?? []).Where(m => m.Value is null).Select(m => $"apps.{app.Key}.metrics.{m.Key}: empty")),
        .. (Personas ?? []).Where(persona => persona.Value is null).Select(persona => $"personas.{persona.Key}: empty"),
        .. (Hours ?? []).Where(hours => hours.Value is null).Select(hours => $"hours.{hours.Key}: empty"),
    ];

    private IEnumerable<string> OwnFaults()
    {
        if (string.IsNullOrWhiteSpace(Version)) yield return "version: missing";
        if (Availability is not { Optimal: > 0 } || Availability.Unacceptable is <= 0 or > 1 || Availability.Unacceptable <= Availability.Optimal)
            yield return "availability: must have 0 < optimal < unacceptable <= 1";
        foreach (var fault in BandFaults()) yield return fault;
        foreach (var app in FromMetrics.Where(app => Apps?.ContainsKey(app.Name()) != true)) yield return $"apps.{app.Name()}: missing";
        foreach (var fault in (Apps ?? []).SelectMany(app => app.Value.Faults($"apps.{app.Key}", app.Key))) yield return fault;
        foreach (var fault in (Personas ?? []).SelectMany(persona => PersonaFaults($"personas.{persona.Key}", persona.Value))) yield return fault;
        if (Personas is not { Count: > 0 }) yield return "personas: none given";
        foreach (var fault in (Hours ?? []).SelectMany(hours => HourFaults($"hours.{hours.Key}", hours.Key, hours.Value))) yield return fault;
    }

    public ScoreProfile ToProfile() => new(
        Version!,
        Apps!.Select(app => app.Value.ToRule(app.Key)),
        Availability!,
        Personas!.Select(persona => new Persona(persona.Key, [.. AppNames.All.Select(app => persona.Value[app.Name()])])),
        [.. Bands!.Select(band => new Band(band.Key, band.Value))],
        Hours?.ToDictionary(hours => hours.Key, IReadOnlyList<double> (hours) => hours.Value));

    private IEnumerable<string> BandFaults()
    {
        if (Bands is not { Count: > 0 } || Bands.Values.Last() != 0) yield return "bands: the last band must begin at 0";
        double? before = null;
        foreach (var (name, from) in Bands ?? [])
        {
            if (from is < 0 or > 100) yield return $"bands.{name}: begins at {from}; a score lies between 0 and 100";
            if (from >= before) yield return $"bands.{name}: begins at {from}, which is not under the {before} of the band before; the best comes first";
            before = from;
        }
    }

    private IEnumerable<string> HourFaults(string path, string persona, double[] hours)
    {
        if (Personas?.ContainsKey(persona) != true) yield return $"{path}: not a persona of this profile";
        if (hours.Length != 24) yield return $"{path}: has {hours.Length} weights; a day has 24 hours";
        if (hours.Any(weight => weight < 0)) yield return $"{path}: a weight is not below 0";
        else if (hours.Sum() <= 0) yield return $"{path}: all weights are 0, so no hour counts";
    }

    private static IEnumerable<string> PersonaFaults(string path, Dictionary<string, double> weights)
    {
        foreach (var app in AppNames.All.Where(app => !weights.ContainsKey(app.Name()))) yield return $"{path}.{app.Name()}: missing";
        foreach (var key in weights.Keys.Where(key => !AppNames.TryParse(key, out _))) yield return $"{path}.{key}: not an application";
        if (weights.Values.Any(weight => weight is < 0 or > 1)) yield return $"{path}: a weight lies between 0 and 1";
        if (Math.Abs(weights.Values.Sum() - 1) > 1e-9) yield return $"{path}: the weights sum to {weights.Values.Sum():0.###}; they must sum to 1";
    }
}

/// <summary>One application of a profile.</summary>
internal sealed record AppShape(Dictionary<string, AnchorShape>? Metrics, Dictionary<string, double>? Gates)
{
    public IEnumerable<string> Faults(string path, string name)
    {
        if (!AppNames.TryParse(name, out _)) yield return $"{path}: not an application";
        if (Metrics is not { Count: > 0 }) yield return $"{path}.metrics: none given";
        IEnumerable<string> names = [.. Metrics?.Keys.AsEnumerable() ?? [], .. Gates?.Keys.AsEnumerable() ?? []];
        foreach (var key in names.Where(key => !Enum.TryParse<Metric>(key, true, out _)))
            yield return $"{path}: {key} is not a metric";
        foreach (var (key, anchors) in Metrics ?? [])
        {
            if (anchors.Fault() is { } fault) yield return $"{path}.metrics.{key}: {fault}";
        }
    }

    public AppRule ToRule(string name)
    {
        _ = AppNames.TryParse(name, out var app);
        var metrics = Metrics!.OrderBy(metric => metric.Key, StringComparer.Ordinal)
            .Select(metric => new MetricAnchors(Parse(metric.Key), metric.Value.ToScale(), metric.Value.Optimal!.Value, metric.Value.Unacceptable!.Value));
        return new AppRule(app, [.. metrics], [.. (Gates ?? []).Select(gate => new Gate(Parse(gate.Key), gate.Value))]);
    }

    private static Metric Parse(string name) => Enum.Parse<Metric>(name, true);
}

/// <summary>Anchors of one metric.</summary>
internal sealed record AnchorShape(string? Scale, double? Optimal, double? Unacceptable)
{
    public string? Fault()
    {
        if (Optimal is null) return "optimal is missing";
        if (Unacceptable is null) return "unacceptable is missing";
        if (!Enum.TryParse<Scale>(Scale, true, out var scale) || !Enum.IsDefined(scale)) return $"scale {Scale} is not one of linear, logarithmic, logarithmicUp";
        if (scale != Indicators.Scale.Linear && (Optimal <= 0 || Unacceptable <= 0)) return "a logarithmic scale needs anchors above 0";
        return scale == Indicators.Scale.LogarithmicUp
            ? Optimal > Unacceptable ? null : $"larger is better, so optimal ({Optimal}) must lie above unacceptable ({Unacceptable})"
            : Optimal < Unacceptable ? null : $"smaller is better, so optimal ({Optimal}) must lie under unacceptable ({Unacceptable})";
    }

    public Scale ToScale() => Enum.Parse<Scale>(Scale!, true);
}

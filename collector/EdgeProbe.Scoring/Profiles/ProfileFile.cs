using System.Text.Json;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Profiles;

/// <summary>Reads a score profile. A profile that contradicts itself is refused whole, with the path and the reason of every fault.</summary>
public static class ProfileFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>The profile that ships with this version.</summary>
    public static ScoreProfile Default { get; } = ReadDefault();

    /// <exception cref="ProfileException">The text is not a profile, or contradicts itself; the message lists every fault with its path.</exception>
    public static ScoreProfile Parse(string text)
    {
        Shape shape;
        try
        {
            shape = JsonSerializer.Deserialize<Shape>(text, Json) ?? throw new ProfileException("the profile is empty");
        }
        catch (JsonException broken)
        {
            throw new ProfileException($"the profile is not JSON of the expected shape: {broken.Message}", broken);
        }

        var faults = shape.Faults().ToList();
        if (faults.Count > 0) throw new ProfileException(string.Join(Environment.NewLine, faults));
        return shape.ToProfile();
    }

    private static ScoreProfile ReadDefault()
    {
        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream("score-profile-1.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    private sealed record Shape(
        string? Version,
        Dictionary<string, AppShape>? Apps,
        AvailabilityAnchors? Availability,
        Dictionary<string, Dictionary<string, double>>? Personas,
        Dictionary<string, double>? Bands)
    {
        public IEnumerable<string> Faults()
        {
            if (string.IsNullOrWhiteSpace(Version)) yield return "version: missing";
            if (Availability is not { Optimal: > 0 } || Availability.Unacceptable is <= 0 or > 1 || Availability.Unacceptable <= Availability.Optimal)
                yield return "availability: must have 0 < optimal < unacceptable <= 1";
            if (Bands is not { Count: > 0 } || Bands.Values.Min() != 0) yield return "bands: one band must begin at 0";
            foreach (var fault in (Apps ?? []).SelectMany(app => app.Value.Faults($"apps.{app.Key}", app.Key))) yield return fault;
            foreach (var fault in (Personas ?? []).SelectMany(persona => PersonaFaults($"personas.{persona.Key}", persona.Value))) yield return fault;
            if (Personas is not { Count: > 0 }) yield return "personas: none given";
        }

        public ScoreProfile ToProfile() => new(
            Version!,
            Apps!.Select(app => app.Value.ToRule(app.Key)),
            Availability!,
            Personas!.Select(persona => new Persona(persona.Key, [.. AppNames.All.Select(app => persona.Value[app.Name()])])),
            [.. Bands!.Select(band => new Band(band.Key, band.Value)).OrderByDescending(band => band.From)]);

        private static IEnumerable<string> PersonaFaults(string path, Dictionary<string, double> weights)
        {
            foreach (var app in AppNames.All.Where(app => !weights.ContainsKey(app.Name()))) yield return $"{path}.{app.Name()}: missing";
            foreach (var key in weights.Keys.Where(key => !AppNames.TryParse(key, out _))) yield return $"{path}.{key}: not an application";
            if (weights.Values.Any(weight => weight is < 0 or > 1)) yield return $"{path}: a weight lies between 0 and 1";
            if (Math.Abs(weights.Values.Sum() - 1) > 1e-9) yield return $"{path}: the weights sum to {weights.Values.Sum():0.###}; they must sum to 1";
        }
    }

    private sealed record AppShape(Dictionary<string, AnchorShape>? Metrics, Dictionary<string, double>? Gates)
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
                .Select(metric => new MetricAnchors(Parse(metric.Key), metric.Value.ToScale(), metric.Value.Optimal, metric.Value.Unacceptable));
            return new AppRule(app, [.. metrics], [.. (Gates ?? []).Select(gate => new Gate(Parse(gate.Key), gate.Value))]);
        }

        private static Metric Parse(string name) => Enum.Parse<Metric>(name, true);
    }

    private sealed record AnchorShape(string Scale, double Optimal, double Unacceptable)
    {
        public string? Fault()
        {
            if (!Enum.TryParse<Scale>(Scale, true, out var scale)) return $"scale {Scale} is not one of linear, logarithmic, logarithmicUp";
            if (scale != Indicators.Scale.Linear && (Optimal <= 0 || Unacceptable <= 0)) return "a logarithmic scale needs anchors above 0";
            return scale == Indicators.Scale.LogarithmicUp
                ? Optimal > Unacceptable ? null : $"larger is better, so optimal ({Optimal}) must lie above unacceptable ({Unacceptable})"
                : Optimal < Unacceptable ? null : $"smaller is better, so optimal ({Optimal}) must lie under unacceptable ({Unacceptable})";
        }

        public Scale ToScale() => Enum.Parse<Scale>(Scale, true);
    }
}

/// <summary>A score profile that cannot be used; the message names each fault and its path.</summary>
public sealed class ProfileException : Exception
{
    public ProfileException(string message) : base(message)
    {
    }

    public ProfileException(string message, Exception inner) : base(message, inner)
    {
    }

    public ProfileException()
    {
    }
}

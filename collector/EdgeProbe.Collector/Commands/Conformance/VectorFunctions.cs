using System.Collections.Frozen;
using System.Text.Json.Nodes;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Commands.Conformance;

/// <summary>The functions of the score specification by the names that vector files use, from JSON to JSON.</summary>
internal static partial class VectorFunctions
{
    public static FrozenDictionary<string, Func<ScoreProfile, JsonNode, JsonNode?>> ByName { get; } =
        new Dictionary<string, Func<ScoreProfile, JsonNode, JsonNode?>>
        {
            ["mos"] = (_, input) => Mos(input),
            ["emodel"] = (_, input) => Emodel(input),
            ["burst_ratio"] = (_, input) => BurstRatio(input),
            ["sketch_index"] = (_, input) => SketchIndex(input),
            ["sketch_quantiles"] = (_, input) => SketchQuantiles(input),
            ["wilson"] = (_, input) => Wilson(input),
            ["quality_state"] = (_, input) => QualityState(input),
            ["qoo"] = (_, input) => QualityOfOutcome(input),
            ["availability"] = (_, input) => Availability(input),
            ["availability_score"] = AvailabilityPoints,
            ["app_score"] = AppScore,
            ["envelope"] = EnvelopeOf,
            ["composite"] = Composite,
            ["fault_segment"] = (_, input) => FaultSegmentOf(input),
            ["burn_alert"] = (_, input) => BurnAlertOf(input),
            ["day"] = (_, input) => Day(input),
            ["blame"] = Blame,
            ["expectation"] = (_, input) => ExpectationOf(input),
            ["expectation_level"] = (_, input) => Level(input),
            ["calibrate"] = (_, input) => Calibrate(input),
            ["parity"] = (_, input) => Parity(input),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static JsonObject Mos(JsonNode input)
    {
        var r = Number(input, "r");
        return new JsonObject { ["mos"] = EModel.Mos(r), ["gob"] = EModel.GoodOrBetter(r), ["pow"] = EModel.PoorOrWorse(r) };
    }

    private static JsonObject Emodel(JsonNode input)
    {
        var name = Text(input, "codec");
        var codec = Codec.All.FirstOrDefault(known => known.Name == name);
        if (codec.Name is null) throw new ArgumentException($"codec {name} is not known");
        var r = EModel.R(codec, Number(input, "ta_ms"), Number(input, "ppl_pct"), Number(input, "burst_ratio"));
        return new JsonObject { ["idd"] = EModel.DelayImpairment(Number(input, "ta_ms")), ["r"] = r, ["mos"] = EModel.Mos(r) };
    }

    private static JsonObject BurstRatio(JsonNode input) => new()
    {
        ["burst_ratio"] = EModel.BurstRatio((long)Number(input, "n"), (long)Number(input, "lost"), (long)Number(input, "episodes")),
    };

    private static JsonObject SketchIndex(JsonNode input)
    {
        var index = DelaySketch.IndexOf((ulong)Number(input, "us"));
        return new JsonObject { ["index"] = index, ["estimate_us"] = DelaySketch.EstimateOf(index) };
    }

    private static JsonObject SketchQuantiles(JsonNode input)
    {
        var sketch = Sketch(input);
        var quantiles = new JsonObject();
        foreach (var share in new[] { "0", "0.5", "0.75", "0.9", "0.95", "0.99", "1" })
            quantiles[share] = sketch.Quantile(double.Parse(share, System.Globalization.CultureInfo.InvariantCulture));
        return new JsonObject { ["count"] = sketch.Count, ["min"] = sketch.Min, ["max"] = sketch.Max, ["sum"] = sketch.Sum, ["quantiles"] = quantiles };
    }

    private static JsonObject Wilson(JsonNode input)
    {
        var (low, high) = Confidence.Wilson((long)Number(input, "lost"), (long)Number(input, "n"));
        return new JsonObject { ["lo"] = low, ["hi"] = high };
    }

    private static JsonObject QualityState(JsonNode input) => new()
    {
        ["state"] = Reliability.Of(
            (long)Number(input, "n"),
            Number(input, "percentile"),
            Number(input, "coverage"),
            Number(input, "width"),
            Number(input, "age_s"),
            Number(input, "period_s")).ToString(),
    };

    private static JsonObject QualityOfOutcome(JsonNode input)
    {
        var optimal = Requirement(input["rop"]!);
        var unacceptable = Requirement(input["cpup"]!);
        var measured = new OutcomeMeasured(Latencies(input["latency_ms"]!), Number(input, "loss"), Optional(input, "throughput_mbps"));
        return new JsonObject { ["qoo"] = Outcomes.Points(measured, optimal, unacceptable, Optional(input["cpup"]!, "required_mbps")) };
    }

    private static OutcomeRequirement Requirement(JsonNode node) => new(Latencies(node["latency_ms"]!), Optional(node, "loss"));

    private static Dictionary<double, double> Latencies(JsonNode node) => node.AsObject().ToDictionary(
        latency => double.Parse(latency.Key, System.Globalization.CultureInfo.InvariantCulture),
        latency => latency.Value!.GetValue<double>());

    private static JsonObject Availability(JsonNode input)
    {
        var slots = Text(input, "slots").Select(letter => letter switch
        {
            'G' => SlotState.Good,
            'B' => SlotState.Bad,
            'U' => SlotState.Unknown,
            _ => throw new FormatException($"slot {letter} is none of G, B, U"),
        }).ToArray();
        var report = AvailabilityRule.Apply(slots);
        return new JsonObject
        {
            ["states"] = string.Concat(report.States.Select(state => "UAN"[(int)state])),
            ["outages"] = new JsonArray([.. report.Outages.Select(outage => new JsonArray(outage.First, outage.End, outage.Known))]),
            ["observed"] = report.Observed,
            ["unavailable"] = report.Unavailable,
            ["availability"] = report.Share,
        };
    }

    private static JsonObject AvailabilityPoints(ScoreProfile profile, JsonNode input) => new()
    {
        ["score"] = AvailabilityScore.Points(profile.Availability, Optional(input, "unavailability")),
    };

    private static JsonObject? AppScore(ScoreProfile profile, JsonNode input)
    {
        var app = AppOf(Text(input, "app"));
        var metrics = MetricsOf(input["metrics"]!);
        if (AppScores.Of(profile, app, metrics) is not { } points) return null;
        if (app == App.Voice && VoiceScore.Of(metrics) is { } voice)
            return new JsonObject { ["score"] = voice.Points, ["r"] = voice.R, ["mos"] = voice.Mos };
        return new JsonObject { ["score"] = points.Value, ["binding"] = NameOf(points.Binding) };
    }

    private static JsonObject? EnvelopeOf(ScoreProfile profile, JsonNode input) =>
        Envelope.OfDelays(profile, AppOf(Text(input, "app")), Sketch(input), (long)Number(input, "sent"), (long)Number(input, "lost")) is { } envelope
            ? new JsonObject { ["score"] = envelope.Points.Value, ["lo"] = envelope.Low, ["hi"] = envelope.High }
            : null;

    private static JsonObject Composite(ScoreProfile profile, JsonNode input)
    {
        var name = Text(input, "persona");
        var persona = profile.Persona(name) ?? throw new ArgumentException($"persona {name} is not in {profile.Version}");
        var points = default(AppPointsSet);
        foreach (var (app, score) in input["scores"]!.AsObject()) points[AppOf(app)] = score?.GetValue<double>();
        var composite = CompositeScore.Of(persona, points, Number(input, "outage_share"));
        var result = new JsonObject { ["score"] = composite.Value, ["coverage"] = composite.Coverage };
        if (composite.Value is null)
        {
            result["reason"] = "InsufficientApps";
            return result;
        }

        result["mean"] = composite.Mean;
        result["cap"] = composite.Cap;
        result["capped_by"] = composite.CappedBy?.Name();
        return result;
    }

    private static JsonObject FaultSegmentOf(JsonNode input) => new()
    {
        ["segment"] = FaultSegment.Of([.. input["loss"]!.AsArray().Select(loss => loss?.GetValue<double>())]).ToString(),
    };

    private static DelaySketch Sketch(JsonNode input)
    {
        var sketch = new DelaySketch();
        foreach (var delay in input["rtts_us"]!.AsArray()) sketch.Add((ulong)delay!.GetValue<double>());
        return sketch;
    }

    private static Metrics MetricsOf(JsonNode node)
    {
        var metrics = default(Metrics);
        foreach (var (name, value) in node.AsObject()) metrics[Enum.Parse<Metric>(name, true)] = value?.GetValue<double>();
        return metrics;
    }

    private static string? NameOf(Metric? metric) => metric is { } known ? Enum.GetName(known)!.ToLowerInvariant() : null;

    private static App AppOf(string name) => AppNames.TryParse(name, out var app) ? app : throw new ArgumentException($"{name} is not an application");

    private static double Number(JsonNode node, string name) => node[name]!.GetValue<double>();

    private static double? Optional(JsonNode node, string name) => node[name]?.GetValue<double>();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}

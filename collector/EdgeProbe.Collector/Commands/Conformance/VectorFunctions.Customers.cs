using System.Text.Json.Nodes;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Expectations;
using EdgeProbe.Scoring.Parity;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Commands.Conformance;

/// <summary>The functions that speak of customers: their day, whose fault it was, what they expected, how groups compare.</summary>
internal static partial class VectorFunctions
{
    private static JsonObject BurnAlertOf(JsonNode input)
    {
        var burn = input["burn"]!;
        var alert = BurnRate.Alert(Optional(burn, "5m"), Optional(burn, "30m"), Optional(burn, "1h"), Optional(burn, "6h"), Optional(burn, "3d"));
        return new JsonObject { ["alert"] = alert switch { BurnAlert.Page => "page", BurnAlert.Ticket => "ticket", _ => "none" } };
    }

    private static JsonObject Day(JsonNode input)
    {
        var day = DaySummary.Of(input["windows"]!.AsArray().Select(window => new UsedWindow(window![0]?.GetValue<double>(), window[1]!.GetValue<double>())));
        return new JsonObject { ["mean"] = day.Mean, ["typical"] = day.Typical, ["consistent"] = day.Consistent, ["coverage"] = day.Coverage };
    }

    private static JsonObject ExpectationOf(JsonNode input)
    {
        var expectation = Expectation.Of(
            Optional(input, "perceived"), Number(input, "adequate"), Number(input, "desired"), Optional(input, "expected"));
        return new JsonObject
        {
            ["E"] = expectation.Expected,
            ["gap"] = expectation.Gap,
            ["MSA"] = expectation.OverAdequate,
            ["MSS"] = expectation.OverDesired,
            ["state"] = expectation.State.ToString(),
            ["satisfaction"] = expectation.Satisfaction,
        };
    }

    private static JsonObject Level(JsonNode input) => new()
    {
        ["level"] = ExpectationLevel.Of(Optional(input, "promise"), Optional(input, "own"), Optional(input, "peers")),
    };

    private static JsonObject Calibrate(JsonNode input) => new()
    {
        ["calibrated"] = ExpectationLevel.Calibrated(Optional(input, "perceived"), Doubles(input["residuals"]!)),
    };

    private static JsonObject Parity(JsonNode input)
    {
        var report = ParityReport.Of(input["strata"]!.AsObject().Select(stratum => new Stratum(Doubles(stratum.Value!["a"]!), Doubles(stratum.Value!["b"]!))));
        if (report.State == ParityState.Insufficient)
            return new JsonObject { ["state"] = "Insufficient", ["usableA"] = report.CountA, ["usableB"] = report.CountB };
        return new JsonObject
        {
            ["state"] = report.State.ToString(),
            ["HL_shift"] = report.Shift,
            ["cliffs_delta"] = report.CliffsDelta,
            ["z"] = report.Z,
            ["QTE"] = new JsonObject { ["P10"] = report.Differences!.Value.P10, ["P50"] = report.Differences.Value.P50, ["P90"] = report.Differences.Value.P90 },
            ["nA"] = report.CountA,
            ["nB"] = report.CountB,
            ["size"] = report.Size,
        };
    }

    private static JsonObject Blame(ScoreProfile profile, JsonNode input)
    {
        var report = BlameReport.Of(profile, BlameInputsOf(profile, input));
        var points = report.SegmentPoints;
        return new JsonObject
        {
            ["score"] = report.Score,
            ["best_possible"] = report.BestPossible,
            ["segment_points"] = Named(Segments, Enumerable.Range(0, Segments.Length).Select(i => points[i])),
            ["not_attributable"] = report.NotAttributable,
            ["dimension_points"] = Named(Enum.GetNames<Cause>().Select(name => name.ToLowerInvariant()), report.CausePoints),
            ["primary"] = report.Primary is { } primary ? Segments[(int)primary - 1] : null,
            ["apps"] = new JsonObject(AppNames.All.Select(app => KeyValuePair.Create(app.Name(), (JsonNode?)report.Apps[app]))),
        };
    }

    private static string[] Segments { get; } = ["lan", "access", "core", "service"];

    private static BlameInputs BlameInputsOf(ScoreProfile profile, JsonNode input)
    {
        var web = input["web"]!;
        var stream = input["stream"]!;
        return new BlameInputs
        {
            Persona = profile.Persona(Text(input, "persona")) ?? throw new ArgumentException($"persona {Text(input, "persona")} is not in {profile.Version}"),
            Cumulative = Four(input["cum"]!, hop => new HopQuality(
                Number(hop, "qmin"), Number(hop, "q50"), Number(hop, "q95"), Number(hop, "q99"), Number(hop, "loss"), Number(hop, "late"))),
            FloorsMs = Four(input["floors"]!, floor => floor.GetValue<double>()),
            Burst = Optional(input, "burst") ?? 1,
            Web = new WebTransaction(
                Number(web, "t75"), Number(web, "k_rtt"), Number(web, "think"), Number(web, "think_floor"), Number(web, "res_floor"), Number(web, "fail")),
            Stream = new StreamSession(
                Number(stream, "startup"), Number(stream, "stall"), Number(stream, "rate"), (Segment)(Array.IndexOf(Segments, Text(stream, "bottleneck")) + 1)),
            OutageSeconds = Four(input["outage"]!, seconds => seconds.GetValue<double>()),
            ObservedSeconds = Number(input, "observed"),
        };
    }

    private static BySegment<T> Four<T>(JsonNode array, Func<JsonNode, T> read)
    {
        var values = default(BySegment<T>);
        for (var i = 0; i < BySegment<T>.Count; i++) values[i] = read(array[i]!);
        return values;
    }

    private static JsonObject Named(IEnumerable<string> names, IEnumerable<double> values) =>
        new(names.Zip(values, (name, value) => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(value))));

    private static double[] Doubles(JsonNode array) => [.. array.AsArray().Select(value => value!.GetValue<double>())];
}

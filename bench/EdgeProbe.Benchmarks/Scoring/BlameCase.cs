using System.Text.Json.Nodes;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Benchmarks.Scoring;

/// <summary>One random case for both sides: a line cut by blame, and the delays of an envelope.</summary>
internal sealed record BlameCase(BlameInputs Inputs, DelaySketch Delays, long Sent, long Lost, JsonObject Json)
{
    private static readonly string[] Segments = ["lan", "access", "core", "service"];

    public static BlameCase Of(ScoreProfile profile, Random random)
    {
        var (cumulative, floors, outage) = (default(BySegment<HopQuality>), default(BySegment<double>), default(BySegment<double>));
        var (delay, spread, delivered) = (0.0, 0.0, 1.0);
        for (var i = 0; i < BySegment<double>.Count; i++)
        {
            floors[i] = 1 + 8 * random.NextDouble();
            delay += floors[i] + 30 * random.NextDouble();
            spread += 40 * random.NextDouble();
            delivered *= 1 - 0.02 * random.NextDouble();
            cumulative[i] = new HopQuality(delay, delay + spread / 4, delay + spread, delay + 2 * spread, 1 - delivered, 0.01 * i);
            outage[i] = random.Next(4) == 0 ? random.Next(1, 30) : 0;
        }

        var persona = profile.Personas.ElementAt(random.Next(profile.Personas.Count()));
        var inputs = new BlameInputs
        {
            Persona = persona,
            Cumulative = cumulative,
            FloorsMs = floors,
            Burst = 1 + random.NextDouble(),
            Web = new WebTransaction(0.5 + 3 * random.NextDouble(), 6, random.NextDouble(), 0.1, 0.1, 0.05 * random.NextDouble()),
            Stream = new StreamSession(1 + 4 * random.NextDouble(), 0.02 * random.NextDouble(), 1 + 8 * random.NextDouble(), (Segment)random.Next(1, 5)),
            OutageSeconds = outage,
            ObservedSeconds = 3600,
        };
        var (delays, raw) = (new DelaySketch(), new JsonArray());
        for (var i = 0; i < 297; i++)
        {
            var microseconds = (ulong)(1000 * (delay + spread * random.NextDouble()));
            delays.Add(microseconds);
            raw.Add(microseconds);
        }

        return new BlameCase(inputs, delays, 300, 3, new JsonObject { ["blame"] = JsonOf(inputs), ["delays"] = raw, ["sent"] = 300, ["lost"] = 3 });
    }

    private static JsonObject JsonOf(BlameInputs inputs)
    {
        var (web, stream) = (inputs.Web!.Value, inputs.Stream!.Value);
        var (cumulative, floors, outage) = (inputs.Cumulative, inputs.FloorsMs, inputs.OutageSeconds);
        return new JsonObject
        {
            ["persona"] = inputs.Persona.Name,
            ["cum"] = Four(i => new JsonObject
            {
                ["qmin"] = cumulative[i].Qmin, ["q50"] = cumulative[i].Q50, ["q95"] = cumulative[i].Q95, ["q99"] = cumulative[i].Q99,
                ["loss"] = cumulative[i].Loss, ["late"] = cumulative[i].Late,
            }),
            ["floors"] = Four(i => floors[i]),
            ["burst"] = inputs.Burst,
            ["web"] = new JsonObject
            {
                ["t75"] = web.T75, ["k_rtt"] = web.RoundTrips, ["think"] = web.Think, ["think_floor"] = web.ThinkFloor, ["res_floor"] = web.TransferFloor, ["fail"] = web.FailShare,
            },
            ["stream"] = new JsonObject
            {
                ["startup"] = stream.Startup, ["stall"] = stream.Stall, ["rate"] = stream.Rate, ["bottleneck"] = Segments[(int)stream.Bottleneck - 1],
            },
            ["outage"] = Four(i => outage[i]),
            ["observed"] = inputs.ObservedSeconds,
        };
    }

    private static JsonArray Four(Func<int, JsonNode> value) => [.. Enumerable.Range(0, BySegment<double>.Count).Select(value)];
}

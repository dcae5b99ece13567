using System.Text.Json.Nodes;
using EdgeProbe.Collector.Commands.Conformance;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Tests.Commands;

public sealed class ConformanceTests
{
    // One case of each function, worked out from the specification by hand or by its executable form.
    private const string OwnVectors = """
        { "profile": "score-profile/1", "tolerance": 1e-6, "vectors": [
          { "id": "mos", "function": "mos", "input": { "r": 93.2 }, "expected": { "mos": 4.409285824 } },
          { "id": "emodel", "function": "emodel", "input": { "codec": "G.711", "ta_ms": 50, "ppl_pct": 0, "burst_ratio": 1 }, "expected": { "idd": 0, "r": 93.2, "mos": 4.409285824 } },
          { "id": "burst", "function": "burst_ratio", "input": { "n": 100, "lost": 10, "episodes": 5 }, "expected": { "burst_ratio": 1.8 } },
          { "id": "index", "function": "sketch_index", "input": { "us": 2 }, "expected": { "index": 31, "estimate_us": 1.978339997 } },
          { "id": "quantiles", "function": "sketch_quantiles", "input": { "rtts_us": [10319, 12394] },
            "expected": { "count": 2, "min": 10319, "max": 12394, "sum": 22713, "quantiles": { "0": 10319, "0.5": 10319, "0.75": 12394, "1": 12394 } } },
          { "id": "wilson", "function": "wilson", "input": { "lost": 0, "n": 0 }, "expected": { "lo": 0, "hi": 1 } },
          { "id": "state", "function": "quality_state", "input": { "n": 299, "percentile": 0.99, "coverage": 1, "width": 0, "age_s": 0, "period_s": 60 }, "expected": { "state": "Confident" } },
          { "id": "qoo", "function": "qoo", "input": { "latency_ms": { "50": 200 }, "loss": 0, "throughput_mbps": 10,
            "rop": { "latency_ms": { "50": 100 }, "loss": 0.01 }, "cpup": { "latency_ms": { "50": 500 }, "loss": 0.1, "required_mbps": 4 } }, "expected": { "qoo": 75 } },
          { "id": "availability", "function": "availability", "input": { "slots": "GBBBBBBU" },
            "expected": { "states": "ANNNNNNU", "outages": [[1, 7, 6]], "observed": 7, "unavailable": 6, "availability": 0.142857143 } },
          { "id": "availability_score", "function": "availability_score", "input": { "unavailability": 0.005 }, "expected": { "score": 50 } },
          { "id": "app", "function": "app_score", "input": { "app": "gaming", "metrics": { "q50": 90, "q95": 65, "q99": 100, "loss": 0 } }, "expected": { "score": 50, "binding": "q50" } },
          { "id": "none", "function": "app_score", "input": { "app": "gaming", "metrics": {} }, "expected": null },
          { "id": "envelope", "function": "envelope", "input": { "app": "gaming", "sent": 1, "lost": 0, "rtts_us": [10000] }, "expected": { "score": 100, "lo": 0, "hi": 100 } },
          { "id": "composite", "function": "composite", "input": { "scores": { "web": 10 }, "persona": "default_home", "outage_share": 0 }, "expected": { "score": null, "reason": "InsufficientApps", "coverage": 0.25 } },
          { "id": "burn", "function": "burn_alert", "input": { "burn": { "5m": 15, "30m": null, "1h": 15, "6h": null, "3d": null } }, "expected": { "alert": "page" } },
          { "id": "day", "function": "day", "input": { "windows": [[50, 1], [100, 1], [null, 1]] }, "expected": { "mean": 75, "typical": 50, "consistent": 50, "coverage": 0.666666667 } },
          { "id": "expectation", "function": "expectation", "input": { "perceived": 80, "adequate": 60, "desired": 80 },
            "expected": { "E": 70, "gap": 10, "MSA": 20, "MSS": 0, "state": "WithinTolerance", "satisfaction": 82 } },
          { "id": "level", "function": "expectation_level", "input": { "promise": 70, "own": 80, "peers": 60 }, "expected": { "level": 72 } },
          { "id": "calibrate", "function": "calibrate", "input": { "perceived": 50, "residuals": [11] }, "expected": { "calibrated": 51 } },
          { "id": "parity", "function": "parity", "input": { "strata": { "fibre": { "a": [1], "b": [2] } } }, "expected": { "state": "Insufficient", "usableA": 0, "usableB": 0 } },
          { "id": "fault", "function": "fault_segment", "input": { "loss": [0, null, 1, 1] }, "expected": { "segment": "access+core" } }
        ] }
        """;

    // Where the specification's own file lies beside the project, all of its cases must hold.
    private static readonly string SharedVectors = Path.Combine(TopFolder(), "..", "shared", "vectors", "score-profile-1.json");

    [Fact]
    public void Every_case_of_our_own_holds()
    {
        using var file = new TemporaryFile(OwnVectors);
        var output = new StringWriter();
        Assert.True(ConformanceRun.Run(VectorFile.Read(file.Path), ProfileFile.Default, output) == 0, output.ToString());
        Assert.EndsWith("21 passed, 0 failed\n", output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_case_of_the_specification_holds_where_its_file_is_at_hand()
    {
        if (!File.Exists(SharedVectors)) return;
        var output = new StringWriter();
        Assert.True(ConformanceRun.Run(VectorFile.Read(SharedVectors), ProfileFile.Default, output) == 0, output.ToString());
    }

    [Theory]
    [InlineData("""{ "score": 51 }""", "$.score is 50, expected 51")]
    [InlineData("""{ "score": null }""", "$.score is 50, expected null")]
    [InlineData("""{ "level": 50 }""", "$.level is missing")]
    public void A_disagreement_is_named_by_its_place(string expected, string mismatch)
    {
        var vector = new VectorCase("x", "availability_score", JsonNode.Parse("""{ "unavailability": 0.005 }""")!, JsonNode.Parse(expected)!);
        Assert.Contains("x: " + mismatch, Run(vector), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_function_and_an_unusable_input_fail_in_words()
    {
        Assert.Contains("function horoscope is not part of this version", Run(Case("horoscope", "{}")), StringComparison.Ordinal);
        Assert.Contains("codec Opus is not known", Run(Case("emodel", """{ "codec": "Opus" }""")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "is not a vector file")]
    [InlineData("""{ "vectors": [] }""", "holds no vectors")]
    public void A_file_of_another_shape_is_refused_in_words(string content, string complaint)
    {
        using var file = new TemporaryFile(content);
        Assert.Contains(complaint, Assert.Throws<InvalidDataException>(() => VectorFile.Read(file.Path)).Message, StringComparison.Ordinal);
    }

    private static VectorCase Case(string function, string input) => new("x", function, JsonNode.Parse(input)!, new JsonObject());

    private static string Run(VectorCase vector)
    {
        var output = new StringWriter();
        ConformanceRun.Run(new VectorFile("score-profile/1", 1e-6, [vector]), ProfileFile.Default, output);
        return output.ToString();
    }

    private static string TopFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeProbe.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside the repository: EdgeProbe.sln is in no folder above");
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string content) => File.WriteAllText(Path, content);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}

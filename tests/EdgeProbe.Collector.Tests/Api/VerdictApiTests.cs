using System.Text.Json;
using EdgeProbe.Testing;

namespace EdgeProbe.Collector.Tests.Api;

/// <summary>What REST says of blame, now and before.</summary>
public sealed class VerdictApiTests(ServedCollector collector) : IClassFixture<ServedCollector>
{
    [Fact]
    public async Task A_well_line_blames_nobody_and_the_history_says_since_when()
    {
        JsonElement probe = default;
        await Eventually.TrueAsync(
            async () => Text((probe = await collector.GetAsync("/api/v1/probes/acme/p1")).GetProperty("verdict"), "kind") == "none", () => $"nobody to blame, in {probe}");
        Assert.Equal("The connection works well; nothing to restart at home.", Text(probe, "sentence"));
        Assert.Equal("No segment cost a point.", Text(probe.GetProperty("verdict"), "reason"));

        var history = (await collector.GetAsync("/api/v1/probes/acme/p1/verdicts")).GetProperty("verdicts").EnumerateArray().ToList();
        Assert.Equal("none", Text(history[^1].GetProperty("verdict"), "kind"));
        Assert.Equal(probe.GetProperty("verdict").GetProperty("since").GetDateTimeOffset(), history[^1].GetProperty("from").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("/api/v1/probes/acme/nobody/verdicts", 404)]
    [InlineData("/api/v1/probes/acme/p1/verdicts?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", 400)]
    public async Task What_cannot_be_answered_says_why(string path, int code) => Assert.Equal(code, (await collector.TryGetAsync(path)).Code);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}

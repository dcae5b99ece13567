using System.Net.Http.Json;
using System.Text.Json;
using EdgeProbe.Testing;

namespace EdgeProbe.Collector.Tests.Api;

/// <summary>A person accepts weights, and activates them in a second step.</summary>
public sealed class ProfileApiTests(ServedCollector collector) : IClassFixture<ServedCollector>
{
    private static readonly Dictionary<string, double> Weights = new()
    {
        ["voice"] = 0.10, ["video_call"] = 0.20, ["gaming"] = 0.05, ["web"] = 0.30, ["streaming"] = 0.20, ["availability"] = 0.15,
    };

    [Fact]
    public async Task Accepted_weights_wait_on_the_shelf_and_make_scores_once_they_are_activated()
    {
        var (code, made) = await PostAsync("/api/v1/profiles", new { persona = "default_home", weights = Weights, acceptedBy = "R. Person", reason = "web counts more here" });
        Assert.Equal((201, "score-profile/1.1", "R. Person"), (code, Text(made, "version"), Text(made, "acceptedBy")));
        Assert.Equal("score-profile/1", Text(await collector.GetAsync("/api/v1/profiles"), "active"));
        Assert.Equal("score-profile/1", Text(await collector.GetAsync("/api/v1/profile"), "profile"));

        var (activated, list) = await PostAsync("/api/v1/profiles/activate", new { version = "score-profile/1.1", by = "R. Person" });
        Assert.Equal((200, "score-profile/1.1"), (activated, Text(list, "active")));
        Assert.Equal("score-profile/1.1", Text(await collector.GetAsync("/api/v1/profile"), "profile"));
        collector.PublishMinutes(1);
        await Eventually.TrueAsync(async () => WebWeight(await collector.GetAsync("/api/v1/probes/acme/p1")) == 0.30, "a score in which web weighs 0.30");
    }

    [Fact]
    public async Task What_nobody_answers_for_is_refused_with_the_remedy()
    {
        Assert.Equal("acceptedBy is empty: name the person who answers for it", await RefusedAsync("/api/v1/profiles", new { persona = "gamer", weights = Weights, reason = "x" }));
        Assert.StartsWith("these weights make no profile: ", await RefusedAsync("/api/v1/profiles", new { persona = "gamer", weights = new { web = 0.5 }, acceptedBy = "x", reason = "x" }), StringComparison.Ordinal);
        Assert.StartsWith("weights.phone is not an application: use voice", await RefusedAsync("/api/v1/profiles", new { persona = "gamer", weights = new { phone = 1.0 }, acceptedBy = "x", reason = "x" }), StringComparison.Ordinal);
        Assert.Equal("there is no proposal gamer-0 now: the report proposes nothing", await RefusedAsync("/api/v1/profiles", new { proposal = "gamer-0", acceptedBy = "x", reason = "x" }));
        Assert.StartsWith("there is no profile score-profile/7; there are score-profile/1", await RefusedAsync("/api/v1/profiles/activate", new { version = "score-profile/7", by = "x" }), StringComparison.Ordinal);
    }

    private async Task<string> RefusedAsync(string path, object body)
    {
        var (code, problem) = await PostAsync(path, body);
        Assert.Equal(400, code);
        return Text(problem, "detail");
    }

    private async Task<(int Code, JsonElement Body)> PostAsync(string path, object body)
    {
        using var response = await collector.Http.PostAsJsonAsync(path, body);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, document.RootElement.Clone());
    }

    private static double WebWeight(JsonElement probe) =>
        probe.GetProperty("explanation").GetProperty("apps").EnumerateArray().Single(a => Text(a, "app") == "web").GetProperty("weight").GetDouble();

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}

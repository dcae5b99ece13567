using System.Net;
using System.Text.Json;
using EdgeProbe.Testing;

namespace EdgeProbe.Collector.Tests.Api;

public sealed class ApiTests(ServedCollector collector) : IClassFixture<ServedCollector>
{
    private static readonly string[] Summary =
        ["tenant", "probe", "site", "agentVersion", "state", "stateSince", "lastSeen", "newestData", "gapSeconds", "score", "apps", "worstSegment"];

    [Fact]
    public async Task The_list_has_every_field_of_the_contract()
    {
        var probe = (await collector.GetAsync("/api/v1/probes")).GetProperty("probes").EnumerateArray().Single();
        foreach (var name in Summary) Assert.True(probe.TryGetProperty(name, out _), name);
        Assert.Equal(("acme", "p1", "online", "site-1"), (Text(probe, "tenant"), Text(probe, "probe"), Text(probe, "state"), Text(probe, "site")));
        Assert.InRange(probe.GetProperty("gapSeconds").GetDouble(), 0, 300);
    }

    [Fact]
    public async Task A_probe_explains_its_score()
    {
        var probe = await collector.GetAsync("/api/v1/probes/acme/p1");
        foreach (var name in (string[])[.. Summary, "explanation", "ladder", "checks", "slots", "counters", "capabilities", "clock", "configRevision"])
            Assert.True(probe.TryGetProperty(name, out _), name);
        var explanation = probe.GetProperty("explanation");
        Assert.Equal(("score-profile/1", "default_home", 5), (Text(explanation, "profile"), Text(explanation, "persona"), explanation.GetProperty("windowMinutes").GetInt32()));
        Assert.Equal(["voice", "video_call", "gaming", "web", "streaming", "availability"], explanation.GetProperty("apps").EnumerateArray().Select(a => Text(a, "app")));
        var streaming = explanation.GetProperty("apps").EnumerateArray().Single(a => Text(a, "app") == "streaming");
        Assert.Equal(JsonValueKind.Null, streaming.GetProperty("score").GetProperty("value").ValueKind);
        Assert.NotEmpty(Text(streaming, "note"));
        Assert.Equal(["lan", "access", "core", "service"], probe.GetProperty("ladder").EnumerateArray().Select(l => Text(l, "segment")));
        Assert.Equal(["dns", "http"], probe.GetProperty("checks").EnumerateArray().Select(c => Text(c, "kind")).Order());
        var service = probe.GetProperty("ladder").EnumerateArray().Last();
        Assert.Equal(("shop.example", "shop", "icmp:shop:v4:4", "answered"), (Text(service, "target"), Text(service, "name"), Text(service, "test"), Text(service, "reason")));
        Assert.InRange(service.GetProperty("p50Ms").GetDouble(), 19, 23);
        Assert.Equal("synced", Text(probe, "clock"));
        Assert.Equal(3600, probe.GetProperty("slots").EnumerateArray().Sum(s => s.GetProperty("seconds").GetInt32()));
    }

    [Fact]
    public async Task Scores_and_windows_over_time_can_be_asked_for()
    {
        await Eventually.TrueAsync(
            async () => (await collector.GetAsync("/api/v1/probes/acme/p1/scores")).GetProperty("points").GetArrayLength() >= 6, "a score for each minute");
        var point = (await collector.GetAsync("/api/v1/probes/acme/p1/scores")).GetProperty("points").EnumerateArray().Last();
        Assert.Equal(["voice", "video_call", "gaming", "web", "streaming", "availability"], point.GetProperty("apps").EnumerateObject().Select(a => a.Name));
        Assert.Equal(JsonValueKind.Null, point.GetProperty("apps").GetProperty("streaming").ValueKind);

        var windows = await collector.GetAsync("/api/v1/probes/acme/p1/windows?test=icmp:shop:v4:4");
        Assert.Equal("shop", Text(windows.GetProperty("tests").EnumerateArray().Single(), "name"));
        Assert.All(windows.GetProperty("points").EnumerateArray(), p => Assert.InRange(p.GetProperty("sent").GetInt32(), 10, 60));
        Assert.InRange(windows.GetProperty("points").GetArrayLength(), 6, 7);
    }

    [Theory]
    [InlineData("/api/v1/probes/acme/nobody", 404)]
    [InlineData("/api/v1/probes/acme/nobody/scores", 404)]
    [InlineData("/api/v1/probes/acme/nobody/quarantine", 404)]
    [InlineData("/api/v1/probes/acme/p1/scores?from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z", 400)]
    [InlineData("/api/v1/probes/acme/p1/scores?from=2026-01-03T00:00:00Z&to=2026-01-01T00:00:00Z", 400)]
    [InlineData("/api/v1/probes/acme/p1/windows?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z", 400)]
    [InlineData("/api/v1/events?probe=nonsense", 400)]
    [InlineData("/api/v1/events?customer=nonsense", 400)]
    [InlineData("/api/v1/events?customer=acme/c-1&probe=acme/p1", 400)]
    public async Task A_bad_request_gets_a_problem_in_words(string path, int code)
    {
        var (status, body) = await collector.TryGetAsync(path);
        Assert.Equal(code, status);
        Assert.NotEmpty(Text(body, "title"));
        Assert.NotEmpty(Text(body, "detail"));
    }

    [Fact]
    public async Task The_profile_shows_every_number()
    {
        var profile = await collector.GetAsync("/api/v1/profile");
        Assert.Equal(0.25, profile.GetProperty("personas").GetProperty("default_home").GetProperty("web").GetDouble());
        Assert.Equal("excellent", Text(profile.GetProperty("bands").EnumerateArray().First(), "name"));
        Assert.Equal(4, profile.GetProperty("apps").GetProperty("gaming").GetProperty("metrics").GetArrayLength());
    }

    [Fact]
    public async Task The_openapi_document_names_every_address()
    {
        var paths = (await collector.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "/api/v1/probes", "/api/v1/probes/{tenant}/{probe}", "/api/v1/probes/{tenant}/{probe}/scores", "/api/v1/probes/{tenant}/{probe}/windows",
                "/api/v1/probes/{tenant}/{probe}/quarantine",
                "/api/v1/events", "/api/v1/profile", "/health/live", "/health/ready", "/metrics",
            },
            paths);
    }

    [Fact]
    public async Task Health_and_metrics_answer()
    {
        Assert.StartsWith("alive", await collector.Http.GetStringAsync("/health/live"), StringComparison.Ordinal);
        Assert.Equal("ok", Text(await collector.GetAsync("/health/ready"), "store"));
        var metrics = await collector.Http.GetStringAsync("/metrics");
        Assert.Contains("edgeprobe_ingest_samples_stored_total 216", metrics, StringComparison.Ordinal);
        Assert.Contains("# TYPE edgeprobe_ingest_flood_dropped_total counter\nedgeprobe_ingest_flood_dropped_total 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("edgeprobe_probes_online 1", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/probes/acme/p1")]
    public async Task The_dashboards_addresses_give_a_page(string path) =>
        Assert.Contains("<html", await collector.Http.GetStringAsync(path), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task A_page_under_another_name_is_turned_away()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/probes");
        request.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await collector.Http.SendAsync(request)).StatusCode);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}

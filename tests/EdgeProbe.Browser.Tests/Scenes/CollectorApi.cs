using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Browser.Tests.Scenes;

/// <summary>What the collector says over REST: the truth that a page is compared with.</summary>
public sealed class CollectorApi(CollectorProcess collector) : IDisposable
{
    private readonly HttpClient _http = new();

    public Task<JsonElement> ProbeAsync(string tenant, string probe) => GetAsync($"/api/v1/probes/{tenant}/{probe}");

    /// <summary>The value as the dashboard writes it: without decimals and never rounded up into a better band; a dash when unknown.</summary>
    public static string Shown(JsonElement score) =>
        score.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? $"{(int)Math.Floor(value.GetDouble() + 1e-9)}" : "–";

    /// <summary>Waits until the probe has a score.</summary>
    public Task ScoredAsync(string tenant, string probe) => Eventually.TrueAsync(
        async () => (await ProbeAsync(tenant, probe)).GetProperty("score").GetProperty("value").ValueKind == JsonValueKind.Number,
        $"{tenant}/{probe} has a score",
        TimeSpan.FromSeconds(60));

    /// <summary>Waits until the collector has taken in the probe's state.</summary>
    public Task OnlineAsync(string tenant, string probe) => Eventually.TrueAsync(
        async () => (await ProbeAsync(tenant, probe)).GetProperty("state").GetString() == "online",
        $"the collector knows that {tenant}/{probe} is online",
        TimeSpan.FromSeconds(60));

    /// <summary>Waits until the minutes of the recording have been scored, more than one of them.</summary>
    public Task HistoryAsync(string tenant, string probe) => Eventually.TrueAsync(
        async () => (await GetAsync($"/api/v1/probes/{tenant}/{probe}/scores")).GetProperty("points").EnumerateArray()
            .Count(point => point.GetProperty("value").ValueKind == JsonValueKind.Number) > 1,
        $"{tenant}/{probe} has a history",
        TimeSpan.FromSeconds(60));

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(collector.Address, path));
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>() : Missing;
    }

    /// <summary>Takes in customers, plans or what else comes as CSV; the test fails when a row is refused.</summary>
    public async Task ImportAsync(string what, string csv)
    {
        using var rows = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await _http.PostAsync(new Uri(collector.Address, $"/api/v1/{what}/import"), rows);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();

    // Before the birth has arrived there is no such probe: for a test that waits the same as one without a score.
    private static readonly JsonElement Missing = JsonDocument.Parse("""{ "state": "unknown", "score": { "value": null }, "points": [] }""").RootElement;
}

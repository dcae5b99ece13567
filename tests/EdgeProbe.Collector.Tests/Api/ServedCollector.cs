using System.Text.Json;
using EdgeProbe.Collector.Commands;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Tests.Ingest;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Collector.Tests.Api;

/// <summary>The whole collector in the test's process, on a port of its own, with a fake link. One probe has published six minutes.</summary>
#pragma warning disable CA1001 // xunit disposes it by IAsyncLifetime
public sealed class ServedCollector : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeLink _link = new();
    private CollectorHost? _host;

    public HttpClient Http { get; private set; } = new();

    internal FakeLink Link => _link;

    public async Task InitializeAsync()
    {
        var settings = new CollectorSettings
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Broker = new BrokerSettings { Host = "nowhere" },
            Store = new StoreSettings { Path = _directory.Path },
            Scoring = new ScoringSettings { ProvisionalAfter = TimeSpan.FromSeconds(1) },
        };
        _host = await CollectorHost.StartAsync(settings, (_, _) => _link, TimeProvider.System, NullLoggerFactory.Instance, default);
        Http = new HttpClient { BaseAddress = _host.Address };
        _link.Receive(Rows.Probe(), LineRecording.Birth());
        _link.Receive(Rows.Probe(), new ProbeState(true, 1));
        PublishMinutes(6);
        await Eventually.TrueAsync(async () => (await GetAsync("/api/v1/probes/acme/p1")).GetProperty("score").GetProperty("value").ValueKind == JsonValueKind.Number, "a score");
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _host!.DisposeAsync();
        _directory.Dispose();
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var document = JsonDocument.Parse(await Http.GetStringAsync(path));
        return document.RootElement.Clone();
    }

    public async Task<(int Code, JsonElement Body)> TryGetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, document.RootElement.Clone());
    }

    /// <summary>The minutes up to now, as batches of one epoch each, so that numbers never meet.</summary>
    public void PublishMinutes(int minutes, LineQuality? quality = null, string probe = "p1")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var (recording, end) = (new LineRecording(), now - now % 10_000);
        for (var i = 0; i < minutes; i++)
        {
            var start = end - (minutes - i) * 60_000L;
            _link.Receive(Rows.Probe(probe), new Batch
            {
                StoreEpoch = 7,
                FirstSequence = (ulong)start,
                ConfigRevision = 1,
                Clock = new ClockStamp(ClockState.Synced, 1),
                Samples = [.. Enumerable.Range(0, 6).SelectMany(w => recording.Window(start + w * 10_000L, quality ?? new LineQuality()))],
            });
        }
    }
}

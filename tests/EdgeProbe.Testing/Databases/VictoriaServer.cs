using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Testing.Databases;

/// <summary>
/// A real VictoriaMetrics on a random port of 127.0.0.1, its data in a directory of its own. Deduplicates, as deployments that receive
/// replays must.
/// </summary>
public sealed class VictoriaServer : IAsyncDisposable
{
    private const string Installed = "/usr/bin/victoria-metrics";

    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _http;
    private ChildProcess? _run;

    private VictoriaServer(int port)
    {
        Url = new Uri($"http://127.0.0.1:{port}");
        _http = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    public static async Task<VictoriaServer> StartAsync()
    {
        if (!File.Exists(Installed)) throw new FileNotFoundException($"{Installed} is missing: run deploy/setup.sh, or apt-get install victoria-metrics");
        var server = new VictoriaServer(FreePort.Tcp());
        string[] flags =
        [
            $"-storageDataPath={server._directory.File("data")}", $"-httpListenAddr={server.Url.Authority}", "-dedup.minScrapeInterval=1ms", "-retentionPeriod=100y",
        ];
        server._run = ChildProcess.Start(Installed, flags);
        await Answering.WaitAsync(new Uri(server.Url, "/health"), server._run);
        return server;
    }

    /// <summary>All points of the metrics that a selector matches, one JSON document a line.</summary>
    public async Task<string> ExportAsync(string selector)
    {
        // New points are not to be seen for seconds otherwise.
        (await _http.GetAsync("/internal/force_flush")).EnsureSuccessStatusCode();
        return await _http.GetStringAsync($"/api/v1/export?reduce_mem_usage=0&match[]={Uri.EscapeDataString(selector)}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_run is not null) await _run.DisposeAsync();
        _directory.Dispose();
    }
}

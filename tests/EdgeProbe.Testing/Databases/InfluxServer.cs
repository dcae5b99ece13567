using System.Net;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Testing.Databases;

/// <summary>A real influxd 1.x on random ports of 127.0.0.1, its data in a directory of its own.</summary>
public sealed class InfluxServer : IAsyncDisposable
{
    private const string Installed = "/usr/bin/influxd";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<ChildProcess> _runs = [];

    private InfluxServer(int port, int rpcPort)
    {
        Url = new Uri($"http://127.0.0.1:{port}");
        File.WriteAllText(_directory.File("influxd.conf"), $"""
            reporting-enabled = false
            bind-address = "127.0.0.1:{rpcPort}"
            [meta]
              dir = "{_directory.File("meta")}"
            [data]
              dir = "{_directory.File("data")}"
              wal-dir = "{_directory.File("wal")}"
              index-version = "inmem"
            [http]
              bind-address = "127.0.0.1:{port}"
              log-enabled = false
            [monitor]
              store-enabled = false
            """);
    }

    public Uri Url { get; }

    public static async Task<InfluxServer> StartAsync()
    {
        var server = new InfluxServer(FreePort.Tcp(), FreePort.Tcp());
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        if (!File.Exists(Installed)) throw new FileNotFoundException($"{Installed} is missing: run deploy/setup.sh, or apt-get install influxdb");
        var run = ChildProcess.Start(Installed, ["-config", _directory.File("influxd.conf")]);
        _runs.Add(run);
        await Answering.WaitAsync(new Uri(Url, "/ping"), run);
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _runs[^1].KillAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs) await run.DisposeAsync();
        _directory.Dispose();
    }
}

/// <summary>Waits for a server that was started to answer over HTTP.</summary>
internal static class Answering
{
    public static async Task WaitAsync(Uri url, ChildProcess run)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.TrueAsync(async () => run.HasExited || await IsThereAsync(http, url), () => $"{url} answers: {run}");
        if (run.HasExited) throw new InvalidOperationException($"Ended instead of answering: {run}");
    }

    private static async Task<bool> IsThereAsync(HttpClient http, Uri url)
    {
        try
        {
            using var response = await http.GetAsync(url);
            return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}

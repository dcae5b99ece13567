using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Testing.Collectors;

/// <summary>
/// The real collector as a process of its own, on a random port of 127.0.0.1, with its store in a directory of its own that outlives a stop or a
/// kill, so that it can be started again.
/// </summary>
public sealed class CollectorProcess : IAsyncDisposable
{
    private const string Listens = "listens on ";
    private const string IsSubscribed = "The broker link is Online";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<ChildProcess> _runs = [];

    private CollectorProcess()
    {
    }

    /// <summary>Where REST and the dashboard are, as the process says; another port after each start.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public string StorePath => _directory.File("store");

    public string SettingsFile => _directory.File("collector.json");

    public ChildProcess Run => _runs[^1];

    /// <summary>Starts it on a broker that <see cref="MosquittoBroker.StartPlainAsync"/> has made, or, with a CA, on one with TLS.</summary>
    /// <param name="store">The store's settings as JSON; the embedded store when null.</param>
    /// <param name="more">More settings as JSON members, each followed by a comma.</param>
    public static async Task<CollectorProcess> StartAsync(MosquittoBroker broker, ThrowAwayCa? ca = null, string? store = null, string more = "")
    {
        var collector = new CollectorProcess();
        await File.WriteAllTextAsync(collector.SettingsFile, collector.Settings(broker, ca, store, more));
        await collector.StartAgainAsync();
        return collector;
    }

    /// <summary>Starts it, or starts it again; returns when it listens and has subscribed, unless its broker is not to be waited for.</summary>
    public async Task StartAgainAsync(bool waitForBroker = true)
    {
        var run = ChildProcess.Start("dotnet", [Program(), "serve", "--config", SettingsFile]);
        _runs.Add(run);
        await run.WaitForTextAsync(Listens, TimeSpan.FromSeconds(60));
        var line = run.Output.Split('\n').First(l => l.Contains(Listens, StringComparison.Ordinal));
        Address = new Uri(line[(line.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..].Trim());
        if (waitForBroker) await run.WaitForTextAsync(IsSubscribed);
    }

    public Task StopAsync() => Run.StopAsync();

    public Task KillAsync() => Run.KillAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs)
        {
            if (!run.HasExited) await run.StopAsync();
            await run.DisposeAsync();
        }

        _directory.Dispose();
    }

    private string Settings(MosquittoBroker broker, ThrowAwayCa? ca, string? store, string more)
    {
        var files = ca?.Client("collector");
        var tls = files is null ? "" : $", \"ca\": \"{ca!.CaFile}\", \"certificate\": \"{files.Certificate}\", \"key\": \"{files.Key}\"";
        return $$"""
            {
              "listen": "http://127.0.0.1:0",
              "broker": { "host": "{{(ca is null ? broker.Host : "localhost")}}", "port": {{broker.Port}}{{tls}} },
              {{more}}
              "store": {{store ?? $$"""{ "kind": "embedded", "path": "{{StorePath}}" }"""}}
            }
            """;
    }

    // The program as it was built in its own room, in the same configuration as the tests.
    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = here.Parent?.Name ?? "Debug";
        for (var at = here; at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "EdgeProbe.sln"))) continue;
            var built = Path.Combine(at.FullName, "collector", "EdgeProbe.Collector", "bin", configuration, "net10.0", "edgeprobe-collector.dll");
            return File.Exists(built) ? built : throw new FileNotFoundException($"{built} is missing: build collector/EdgeProbe.Collector first");
        }

        throw new DirectoryNotFoundException($"no EdgeProbe.sln above {here.FullName}");
    }
}

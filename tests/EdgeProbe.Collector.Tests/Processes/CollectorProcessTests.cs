using System.Text.Json;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Collectors;
using EdgeProbe.Testing.Databases;
using EdgeProbe.Testing.Processes;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Tests.Processes;

/// <summary>The program itself with a real mosquitto: what only a process can show.</summary>
public sealed class CollectorProcessTests
{
    [Fact]
    public async Task Killed_at_any_moment_it_loses_nothing_it_acknowledged_and_doubles_nothing() // C7
    {
        await using var broker = await MosquittoBroker.StartPlainAsync();
        await using var collector = await CollectorProcess.StartAsync(broker);
        await using var probe = await PublishingProbe.ConnectAsync(broker, "acme", "p1");
        await probe.PublishBirthAsync();
        var (recording, end) = (new LineRecording(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 60_000 * 60_000);
        var sent = new List<Batch>();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 10; i++) sent.Add(await probe.PublishAsync(recording.Window(end - (60 - sent.Count) * 10_000L, new LineQuality())));
            // Some acks are on their way, some writes under way.
            await Eventually.TrueAsync(() => sent.Any(probe.IsAcked), "the first acks");
            await collector.KillAsync();
            await collector.StartAgainAsync();
            foreach (var batch in sent.Where(b => !probe.IsAcked(b)).ToList()) await probe.PublishAsync(batch with { Replay = true });
            await Eventually.TrueAsync(() => sent.TrueForAll(probe.IsAcked), "everything acknowledged");
        }

        using var http = new HttpClient { BaseAddress = collector.Address };
        var (from, to) = (At(end - 600_000), At(end));
        using var windows = JsonDocument.Parse(await http.GetStringAsync($"/api/v1/probes/acme/p1/windows?from={from}&to={to}&test=icmp:shop:v4:4"));
        Assert.Equal(30 * 10, windows.RootElement.GetProperty("points").EnumerateArray().Sum(p => p.GetProperty("sent").GetInt32()));
        using var detail = JsonDocument.Parse(await http.GetStringAsync("/api/v1/probes/acme/p1"));
        Assert.Equal(0, detail.RootElement.GetProperty("counters").GetProperty("unexplainedGaps").GetInt32());
    }

    [Fact]
    public async Task It_works_over_tls_with_the_deployed_access_rules_and_says_on_the_broker_that_it_is_there()
    {
        using var ca = new ThrowAwayCa();
        await using var broker = await MosquittoBroker.StartTlsAsync(ca);
        await using var collector = await CollectorProcess.StartAsync(broker, ca);
        await using var probe = await PublishingProbe.ConnectAsync(broker, "acme", "p1", ca);
        await probe.PublishBirthAsync();
        var batch = await probe.PublishAsync(new LineRecording().Window(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 10_000 * 10_000 - 10_000, new LineQuality()));
        await Eventually.TrueAsync(() => probe.IsAcked(batch), () => $"the ack: {collector.Run}\n{broker.Log}");
        await collector.StopAsync();
        Assert.Equal(0, collector.Run.ExitCode);
    }

    [Fact]
    public async Task While_its_database_is_down_nothing_is_acknowledged_and_afterwards_everything_is() // C1
    {
        await using var broker = await MosquittoBroker.StartPlainAsync();
        await using var influx = await InfluxServer.StartAsync();
        using var directory = new TemporaryDirectory();
        var store = $$"""{ "kind": "influx", "path": "{{directory.Path}}", "url": "{{influx.Url}}", "database": "ep" }""";
        await using var collector = await CollectorProcess.StartAsync(broker, store: store);
        await using var probe = await PublishingProbe.ConnectAsync(broker, "acme", "p1");
        await probe.PublishBirthAsync();
        var (recording, end) = (new LineRecording(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 10_000 * 10_000);
        var before = await probe.PublishAsync(recording.Window(end - 20_000, new LineQuality()));
        await Eventually.TrueAsync(() => probe.IsAcked(before), () => $"the ack: {collector.Run}");

        await influx.KillAsync();
        var during = await probe.PublishAsync(recording.Window(end - 10_000, new LineQuality()));
        await collector.Run.WaitForTextAsync("Nothing is acknowledged until the store takes what waits");
        Assert.False(probe.IsAcked(during));
        await influx.StartAgainAsync();
        await Eventually.TrueAsync(() => probe.IsAcked(during), () => $"the ack after the outage: {collector.Run}", TimeSpan.FromSeconds(60));
        using var http = new HttpClient { BaseAddress = collector.Address };
        using var windows = JsonDocument.Parse(await http.GetStringAsync("/api/v1/probes/acme/p1/windows?test=icmp:shop:v4:4"));
        Assert.Equal(20, windows.RootElement.GetProperty("points").EnumerateArray().Sum(p => p.GetProperty("sent").GetInt32()));
    }

    [Fact]
    public async Task Bad_settings_end_it_with_2_and_every_problem()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("c.json"), """{ "broker": {}, "store": { "paht": "/x" } }""");
        await using var run = await ServeAsync(directory.File("c.json"));
        Assert.Equal(2, run.ExitCode);
        foreach (var words in (string[])["broker.host is missing", "store.path is missing", "did you mean \"path\""]) Assert.Contains(words, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_used_ends_it_with_5_and_its_name()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("c.json"), """{ "broker": { "host": "127.0.0.1" }, "listen": "http://127.0.0.1:0", "store": { "path": "/proc/no-such-place/store" } }""");
        await using var run = await ServeAsync(directory.File("c.json"));
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("/proc/no-such-place", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_mqtt_library_it_ends_with_3_and_says_what_to_install()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("c.json"), Settings(directory.File("store")));
        var libraries = await ChildProcess.RunAsync("ldconfig", ["-p"]);
        var library = libraries.Output.Split('\n').First(l => l.Contains("libmosquitto.so.1 ", StringComparison.Ordinal)).Split("=> ")[1].Trim();
        // Hidden from this one process, in a mount namespace of its own (needs root).
        var hide = $"mount --bind /dev/null '{library}' && exec dotnet '{Program}' serve --config '{directory.File("c.json")}'";
        await using var run = await ChildProcess.RunAsync("unshare", ["-m", "sh", "-c", hide]);
        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains("apt-get install libmosquitto1", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_expected_ends_it_with_1_and_the_whole_story()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("store"));
        await File.WriteAllTextAsync(directory.File("c.json"), Settings(directory.File("store")));
        // A registry of the right version whose tables somebody has dropped.
        await using (var registry = new SqliteConnection($"Data Source={directory.File("store/registry.db")};Pooling=false"))
        {
            await registry.OpenAsync();
            await using var command = registry.CreateCommand();
            command.CommandText = "PRAGMA user_version=1";
            await command.ExecuteNonQueryAsync();
        }

        await using var run = await ServeAsync(directory.File("c.json"));
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("no such table", run.Errors, StringComparison.Ordinal);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "edgeprobe-collector.dll");

    private static string Settings(string store) =>
        $$"""{ "broker": { "host": "127.0.0.1", "port": {{FreePort.Tcp()}} }, "listen": "http://127.0.0.1:0", "store": { "path": "{{store}}" } }""";

    private static Task<ChildProcess> ServeAsync(string settings) =>
        ChildProcess.RunAsync("dotnet", [Program, "serve", "--config", settings]);

    private static string At(long unixMs) => Uri.EscapeDataString(DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("O"));
}

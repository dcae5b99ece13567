using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Browser.Tests.Scenes;

/// <summary>A broker and a collector of a test's own, on loopback, as they are deployed: two processes and MQTT between them.</summary>
public sealed class Scene : IAsyncDisposable
{
    private readonly List<PublishingProbe> _probes = [];

    private Scene(MosquittoBroker broker, CollectorProcess collector)
    {
        (Broker, Collector) = (broker, collector);
        Api = new CollectorApi(collector);
    }

    public MosquittoBroker Broker { get; }

    public CollectorProcess Collector { get; }

    public CollectorApi Api { get; }

    public static async Task<Scene> SetAsync()
    {
        var broker = await MosquittoBroker.StartPlainAsync();
        return new Scene(broker, await CollectorProcess.StartAsync(broker));
    }

    public Uri Address(string path = "/") => new(Collector.Address, path);

    /// <summary>A probe that has said who it is and that it is online; it has measured nothing yet.</summary>
    public async Task<PublishingProbe> ConnectAsync(string tenant, string probe, string site)
    {
        var connected = await PublishingProbe.ConnectAsync(Broker, tenant, probe);
        _probes.Add(connected);
        await connected.PublishBirthAsync(Recordings.Birth(connected, site));
        await connected.PublishStateAsync(new ProbeState(true, 1));
        // Birth and state are retained, samples are not: they may only be sent once the collector has subscribed.
        await Api.OnlineAsync(tenant, probe);
        return connected;
    }

    /// <summary>A probe that has measured a line for the last eight minutes, and whose score the collector knows.</summary>
    public async Task<PublishingProbe> MeasuredAsync(string tenant, string probe, string site, LineQuality line)
    {
        var connected = await ConnectAsync(tenant, probe, site);
        await Recordings.PublishAsync(connected, Now, 8, line);
        await Api.ScoredAsync(tenant, probe);
        return connected;
    }

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>From now on the collector listens where it does, also after it was started again: pages that are open find it there.</summary>
    public async Task KeepAddressAsync()
    {
        var settings = await File.ReadAllTextAsync(Collector.SettingsFile);
        await File.WriteAllTextAsync(Collector.SettingsFile, settings.Replace("http://127.0.0.1:0", Collector.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        foreach (var probe in _probes) await probe.DisposeAsync();
        await Collector.DisposeAsync();
        await Broker.DisposeAsync();
    }
}

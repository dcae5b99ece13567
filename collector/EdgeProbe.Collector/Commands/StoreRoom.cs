using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience.Verdicts;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Scores.Profiles;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Collector.Store.Influx;

namespace EdgeProbe.Collector.Commands;

/// <summary>The databases that the settings name: samples, registry, customers, verdicts and sinks. Disposing closes them.</summary>
internal sealed record StoreRoom(ISampleStore Samples, FleetDatabase Registry, CustomerDatabase Customers, VerdictDatabase Verdicts, ProfileShelf Profiles, IReadOnlyList<ISampleSink> Sinks) : IAsyncDisposable
{
    /// <exception cref="IOException">The directory cannot be used, or a file in it cannot be opened.</exception>
    public static StoreRoom Open(StoreSettings settings, IReadOnlyList<InfluxSettings> sinks, CollectorMeter meter, TimeProvider clock, ILoggerFactory logs)
    {
        try
        {
            Directory.CreateDirectory(settings.Path);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"the directory {settings.Path} (store.path) cannot be made: {refused.Message}", refused);
        }

        var registry = FleetDatabase.Open(Path.Combine(settings.Path, "registry.db"));
        var customers = CustomerDatabase.Open(Path.Combine(settings.Path, "customers.db"));
        var verdicts = VerdictDatabase.Open(Path.Combine(settings.Path, "verdicts.db"));
        var profiles = ProfileShelf.Open(Path.Combine(settings.Path, "profiles"));
        ISampleStore samples = settings.Influx is { } server ? new InfluxStore(server) : EmbeddedStore.Open(Path.Combine(settings.Path, "samples.db"));
        return new StoreRoom(samples, registry, customers, verdicts, profiles, [.. sinks.Select(s => new InfluxSink(s, meter, clock, logs.CreateLogger<InfluxSink>()))]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sink in Sinks) await sink.DisposeAsync();
        await Samples.DisposeAsync();
        Verdicts.Dispose();
        Customers.Dispose();
        Registry.Dispose();
    }
}

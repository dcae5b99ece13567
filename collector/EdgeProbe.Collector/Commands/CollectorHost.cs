using EdgeProbe.Collector.Api;
using EdgeProbe.Collector.Api.Prometheus;
using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Experience.Verdicts;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Ingest;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Mqtt;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EdgeProbe.Collector.Commands;

/// <summary>
/// All rooms of one collector, joined and running. Started once, stopped by disposing: reading stops first, then what was read is finished,
/// then the broker is told, then the doors close.
/// </summary>
internal sealed class CollectorHost : IAsyncDisposable
{
    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromHours(1);
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _reading = new();
    private readonly CancellationTokenSource _working = new();
    private readonly CollectorMeter _meter = new();
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<Task> _readers = [];
    private readonly List<Task> _workers = [];
    private readonly TimeProvider _clock;
    private CollectorPresence? _presence;

    private CollectorHost(TimeProvider clock) => _clock = clock;

    /// <summary>Where the dashboard is, with the port that was really taken.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <exception cref="IOException">A directory, a file or a port cannot be used; the message says which and why.</exception>
    /// <param name="open">Makes the link with the will that the collector leaves.</param>
    public static async Task<CollectorHost> StartAsync(
        CollectorSettings settings, Func<Func<MqttMessage?>, ILoggerFactory, IMqttLink> open, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var host = new CollectorHost(clock);
        try
        {
            await host.RunAsync(settings, open, logs, cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reading.CancelAsync();
        await Task.WhenAll(_readers);
        if (_presence is not null) await _presence.LeaveAsync(GoodbyePatience, _clock);
        await _working.CancelAsync();
        await Task.WhenAll(_workers);
        for (var i = _owned.Count - 1; i >= 0; i--) await _owned[i].DisposeAsync();
        _presence?.Dispose();
        _meter.Dispose();
        _reading.Dispose();
        _working.Dispose();
    }

    private async Task RunAsync(
        CollectorSettings settings, Func<Func<MqttMessage?>, ILoggerFactory, IMqttLink> open, ILoggerFactory logs, CancellationToken cancellation)
    {
        var metrics = new PrometheusText(_meter);
        var stores = Own(StoreRoom.Open(settings.Store, settings.Sinks, _meter, _clock, logs));
        var fleet = new FleetRegistry(stores.Registry);
        var customers = new CustomerRoom(stores.Customers, settings, _meter, _clock, logs);
        var reflector = settings.Reflector is { } at ? ReflectorHost.Open(at, _clock, logs, _meter) : null;
        if (reflector is not null) Own(reflector);
        var session = (ulong)_clock.GetUtcNow().ToUnixTimeMilliseconds();
        var link = Own(open(() => CollectorPresence.Will(settings.CollectorId, session), logs));
        var retention = TimeSpan.FromDays(settings.Store.RetentionDays);
        var (held, ingestMetrics) = (new HeldBatches(), new IngestMetrics(_meter));
        var keeper = new BatchKeeper(stores.Samples, fleet, link, held, retention, _clock, ingestMetrics, logs.CreateLogger<BatchKeeper>());
        var ingestor = new Ingestor(link, fleet, keeper, held, _clock, ingestMetrics, logs.CreateLogger<Ingestor>());
        var scores = Scores(settings.Scoring, stores, fleet, customers, logs);
        keeper.Stored += scores.Offer;
        stores.Profiles.Activated += profile => scores.Use(new ProbeScorer(profile, profile.Persona(settings.Scoring.Persona) ?? scores.Scorer.Persona));
        var verdicts = new VerdictRoom(stores.Verdicts, customers.Registry, fleet, scores, _meter, _clock, logs);
        _workers.Add(verdicts.Follow(scores, keeper, _working.Token));
        _workers.Add(customers.Join(stores.Samples, scores, verdicts.Findings, _working.Token));
        foreach (var sink in stores.Sinks) keeper.Stored += rows => sink.Offer(rows.Rows);
        CollectorGauges.Add(_meter, fleet, keeper, held, link, _clock);

        _presence = new CollectorPresence(link, settings.CollectorId, session, logs.CreateLogger<CollectorPresence>());
        _presence.Start();
        _workers.Add(scores.RunAsync(_working.Token));
        _workers.Add(keeper.RunAsync(_working.Token));
        _workers.Add(ForgetAsync(stores.Samples, customers, verdicts.Keeper, retention));
        _readers.Add(ingestor.RunAsync(_reading.Token));
        await ServeAsync(settings, services => AddServices(services, metrics, stores, fleet, customers, scores, verdicts.Keeper, link, keeper), logs, fleet, customers, scores, cancellation);
        link.Start();
    }

    private ScoreKeeper Scores(ScoringSettings settings, StoreRoom stores, FleetRegistry fleet, CustomerRoom customers, ILoggerFactory logs)
    {
        var profile = stores.Profiles.Active;
        var persona = profile.Persona(settings.Persona) ?? throw new InvalidOperationException($"{profile.Version} has no persona {settings.Persona}");
        return new ScoreKeeper(
            stores.Samples, fleet, new ProbeScorer(profile, persona), settings.ProvisionalAfter, _clock, new ScoreMetrics(_meter), logs.CreateLogger<ScoreKeeper>(),
            id => customers.Registry.OfProbe(id)?.Persona);
    }

    private void AddServices(
        IServiceCollection services, PrometheusText metrics, StoreRoom stores, FleetRegistry fleet, CustomerRoom customers, ScoreKeeper scores, VerdictKeeper verdicts, IMqttLink link,
        BatchKeeper keeper)
    {
        customers.AddTo(services, fleet, scores);
        services.AddSingleton(_clock);
        services.AddSingleton(metrics);
        services.AddSingleton(stores.Samples);
        services.AddSingleton(stores.Profiles);
        services.AddSingleton(scores);
        services.AddSingleton(verdicts);
        services.AddSingleton(new EventHub(_meter));
        services.AddSingleton(new ViewMaker(fleet, scores, _clock, customers.Experience));
        services.AddSingleton(new ReadinessCheck("broker", _ => ValueTask.FromResult(link.State is { Status: LinkStatus.Online } ? null : link.State.Problem ?? "connecting")));
        services.AddSingleton(new ReadinessCheck("store", stores.Samples.ProblemAsync));
        services.AddSingleton(new ReadinessCheck("ingest", _ => ValueTask.FromResult(keeper.Problem)));
    }

    private async Task ServeAsync(
        CollectorSettings settings, Action<IServiceCollection> add, ILoggerFactory logs, FleetRegistry fleet, CustomerRoom customers, ScoreKeeper scores, CancellationToken cancellation)
    {
        var web = Own(ApiServer.Create(settings, add, logs));
        var hub = web.Services.GetRequiredService<EventHub>();
        fleet.Changed += hub.Changed;
        scores.Scored += hub.Changed;
        customers.Tell(hub.Changed);
        await web.StartAsync(cancellation);
        var taken = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(taken.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
    }

    private async Task ForgetAsync(ISampleStore store, CustomerRoom customers, VerdictKeeper verdicts, TimeSpan retention)
    {
        using var timer = new PeriodicTimer(BetweenForgetting, _clock);
        try
        {
            do
            {
                var before = (_clock.GetUtcNow() - retention).ToUnixTimeMilliseconds();
                await store.ForgetBeforeAsync(before, _working.Token);
                customers.ForgetOld();
                verdicts.ForgetBefore(before);
            }
            while (await timer.WaitForNextTickAsync(_working.Token));
        }
        catch (OperationCanceledException) when (_working.IsCancellationRequested)
        {
        }
    }

    private T Own<T>(T owned) where T : IAsyncDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}

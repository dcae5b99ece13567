using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>A keeper over a real store, with the time moved by hand.</summary>
internal sealed class ScoreRig : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CollectorMeter _meter = new();
    private readonly FleetDatabase _database;
    private readonly EmbeddedStore _store;
    private readonly List<Task> _running = [];

    public ScoreRig(long nowMs)
    {
        Clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(nowMs));
        _database = FleetDatabase.Open(_directory.File("registry.db"));
        _store = EmbeddedStore.Open(_directory.File("samples.db"));
    }

    public FakeTimeProvider Clock { get; }

    public EmbeddedStore Store => _store;

    public ScoreKeeper Start(Func<ProbeId, string?>? personaOf = null)
    {
        var fleet = new FleetRegistry(_database);
        fleet.FindOrAdd(Rows.Probe()).Apply(LineRecording.Birth(), Clock.GetUtcNow());
        var scorer = new ProbeScorer(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);
        var keeper = new ScoreKeeper(
            _store, fleet, scorer, TimeSpan.FromSeconds(5), Clock, new ScoreMetrics(_meter), NullLogger<ScoreKeeper>.Instance, personaOf);
        _running.Add(keeper.RunAsync(_stopping.Token));
        return keeper;
    }

    public async Task StoreAsync(ScoreKeeper keeper, IReadOnlyList<WindowRow> rows, bool late = false)
    {
        Assert.Equal(WriteStatus.Stored, (await _store.WriteAsync(rows, default)).Status);
        keeper.Offer(new StoredRows(Rows.Probe(), rows, late));
    }

    public async Task<IReadOnlyList<ScoreRow>> ScoresAsync() => await _store.ReadScoresAsync(Rows.Probe(), 0, Rows.Noon * 2, default);

    public async Task<IReadOnlyList<DayRow>> DaysAsync() => await _store.ReadDaysAsync(Rows.Probe(), 0, Rows.Noon * 2, default);

    public Task AdvanceUntilAsync(Func<Task<bool>> happened, string what, TimeSpan? step = null) => Eventually.TrueAsync(
        async () =>
        {
            if (await happened()) return true;
            Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            return await happened();
        },
        what);

    public static List<WindowRow> Minutes(LineRecording recording, long fromMs, int minutes, LineQuality? quality = null) =>
        [.. Enumerable.Range(0, minutes * 6).SelectMany(i => recording.Window(fromMs + i * 10_000L, quality ?? new LineQuality())).Select(s => new WindowRow
        {
            Probe = Rows.Probe(), Test = TestKey.Of(LineRecording.Plan.Single(t => t.Alias == s.Test)), StoreEpoch = 7, Sequence = (ulong)s.Window.StartMs + s.Test, Sample = s,
        })];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        await _store.DisposeAsync();
        _database.Dispose();
        _meter.Dispose();
        _stopping.Dispose();
        _directory.Dispose();
    }
}

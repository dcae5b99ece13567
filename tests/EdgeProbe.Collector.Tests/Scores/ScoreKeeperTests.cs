using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Scores;

public sealed class ScoreKeeperTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(Rows.Noon));
    private readonly CancellationTokenSource _stopping = new();
    private readonly CollectorMeter _meter = new();
    private readonly FleetDatabase _database;
    private readonly EmbeddedStore _store;
    private readonly LineRecording _recording = new();
    private readonly List<Task> _running = [];

    public ScoreKeeperTests()
    {
        _database = FleetDatabase.Open(_directory.File("registry.db"));
        _store = EmbeddedStore.Open(_directory.File("samples.db"));
    }

    [Fact]
    public async Task Every_minute_gets_its_score_also_when_many_arrive_at_once()
    {
        var keeper = Start();
        for (var minute = 8; minute > 0; minute--) await StoreAsync(keeper, Rows.Noon - minute * 60_000L);
        await AdvanceUntilAsync(async () => (await ScoresAsync()).Count == 8, "eight scores");
        Assert.All(await ScoresAsync(), s => Assert.Null(s.RevisedAtMs));
        Assert.NotNull(keeper.Latest(Rows.Probe())!.Score.Value);
    }

    [Fact]
    public async Task Late_data_revises_the_minutes_it_touches_and_no_other() // C13
    {
        var keeper = Start();
        foreach (var minute in (int[])[30, 29, 28, 27, 26, 3, 2, 1]) await StoreAsync(keeper, Rows.Noon - minute * 60_000L);
        await AdvanceUntilAsync(async () => (await ScoresAsync()).Count >= 12, "scores before the backfill");
        await StoreAsync(keeper, Rows.Noon - 25 * 60_000L, late: true, quality: new LineQuality { Loss = 0.3 });
        // The five whose windows hold it, and those of the hour after, since its web checks count there; not those without data of their own.
        await AdvanceUntilAsync(async () => (await ScoresAsync()).Count(s => s.RevisedAtMs is not null) == 8, "eight revised minutes");
        var revised = (await ScoresAsync()).Where(s => s.RevisedAtMs is not null).Select(s => (Rows.Noon - s.MinuteMs) / 60_000);
        Assert.Equal([25, 24, 23, 22, 21, 3, 2, 1], revised);
    }

    [Fact]
    public async Task A_restart_scores_from_the_store_at_once()
    {
        var keeper = Start();
        for (var minute = 30; minute > 0; minute--) await StoreAsync(keeper, Rows.Noon - minute * 60_000L);
        await AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe())?.EndMs == Rows.Noon), "a score");
        var again = Start();
        await AdvanceUntilAsync(() => Task.FromResult(again.Latest(Rows.Probe()) is not null), "a score after the restart");
        var (before, after) = (keeper.Latest(Rows.Probe())!, again.Latest(Rows.Probe())!);
        Assert.Equal(before.Score.Value, after.Score.Value);
        Assert.Equal(before.Apps.Select(a => (a.App, a.Score.Low, a.Note)), after.Apps.Select(a => (a.App, a.Score.Low, a.Note)));
        Assert.Contains(after.Apps, a => a.Note == "from 180 checks of the last 30 minutes");
    }

    [Fact]
    public async Task A_probe_that_falls_silent_becomes_stale_and_tells_so()
    {
        var keeper = Start();
        for (var minute = 6; minute > 0; minute--) await StoreAsync(keeper, Rows.Noon - minute * 60_000L);
        await AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe()) is not null), "a score");
        var value = keeper.Latest(Rows.Probe())!.Score.Value;
        await AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe())!.Score.State == ScoreState.Stale), "stale", TimeSpan.FromSeconds(30));
        Assert.Equal(value, keeper.Latest(Rows.Probe())!.Score.Value);
    }

    [Fact]
    public async Task What_a_probe_only_watched_moves_no_score_and_makes_no_data_look_young()
    {
        var keeper = Start();
        for (var minute = 8; minute > 0; minute--) await StoreAsync(keeper, Rows.Noon - minute * 60_000L);
        await AdvanceUntilAsync(async () => (await ScoresAsync()).Count == 8, "eight scores");
        var (before, written) = (keeper.Latest(Rows.Probe())!, await ScoresAsync());

        // A dreadful home of which newer windows come than of any active test, live, late and out of the store.
        var watched = Watched(Rows.Noon - 300_000, 60);
        Assert.Equal(WriteStatus.Stored, (await _store.WriteAsync(watched, default)).Status);
        keeper.Offer(new StoredRows(Rows.Probe(), watched, Late: false));
        keeper.Offer(new StoredRows(Rows.Probe(), watched, Late: true));
        var again = Start();
        await AdvanceUntilAsync(() => Task.FromResult(again.Latest(Rows.Probe()) is not null), "a score after the restart");
        foreach (var after in (ProbeScore[])[keeper.Latest(Rows.Probe())!, again.Latest(Rows.Probe())!])
        {
            Assert.Equal((before.EndMs, before.Score, before.WorstSegment, before.Sentence), (after.EndMs, after.Score, after.WorstSegment, after.Sentence));
            Assert.Equal(before.Apps.Select(a => (a.App, a.Score, a.Note)), after.Apps.Select(a => (a.App, a.Score, a.Note)));
            Assert.Equal(before.Tests.Select(t => t.Test), after.Tests.Select(t => t.Test));
            Assert.Equal(before.LastHour, after.LastHour);
        }

        Assert.Equal(written.Select(s => (s.MinuteMs, s.Score, s.RevisedAtMs)), (await ScoresAsync()).Select(s => (s.MinuteMs, s.Score, s.RevisedAtMs)));
        await AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe())!.Score.State == ScoreState.Stale), "stale", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_probe_of_which_only_traffic_was_seen_has_no_score()
    {
        var watched = Watched(Rows.Noon - 300_000, 30);
        await _store.WriteAsync(watched, default);
        var keeper = Start();
        keeper.Offer(new StoredRows(Rows.Probe(), watched, Late: false));
        for (var minute = 2; minute > 0; minute--) await StoreAsync(keeper, Rows.Noon - minute * 60_000L, probe: "other");
        await AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe("other")) is not null), "a score of the probe that asks");
        Assert.Null(keeper.Latest(Rows.Probe()));
        Assert.Empty(await ScoresAsync());
    }

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

    private ScoreKeeper Start()
    {
        var fleet = new FleetRegistry(_database);
        fleet.FindOrAdd(Rows.Probe()).Apply(LineRecording.Birth(), _clock.GetUtcNow());
        var scorer = new ProbeScorer(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);
        var keeper = new ScoreKeeper(_store, fleet, scorer, TimeSpan.FromSeconds(5), _clock, new ScoreMetrics(_meter), NullLogger<ScoreKeeper>.Instance);
        _running.Add(keeper.RunAsync(_stopping.Token));
        return keeper;
    }

    private async Task StoreAsync(ScoreKeeper keeper, long startMs, bool late = false, LineQuality? quality = null, string probe = "p1")
    {
        var rows = Enumerable.Range(0, 6).SelectMany(i => _recording.Window(startMs + i * 10_000L, quality ?? new LineQuality())).Select(s => new WindowRow
        {
            Probe = Rows.Probe(probe), Test = TestKey.Of(LineRecording.Plan.Single(t => t.Alias == s.Test)), StoreEpoch = 7, Sequence = (ulong)s.Window.StartMs + s.Test, Sample = s,
        }).ToList();
        Assert.Equal(WriteStatus.Stored, (await _store.WriteAsync(rows, default)).Status);
        keeper.Offer(new StoredRows(Rows.Probe(probe), rows, late));
    }

    private static List<WindowRow> Watched(long fromMs, int windows)
    {
        var (recording, dreadful) = (new PassiveRecording(), new HouseholdQuality { Lan = new(400, 900) { Loss = 0.3 }, Wan = new(600, 900) { Loss = 0.4 }, DnsTimeouts = 12 });
        return [.. Enumerable.Range(0, windows).SelectMany(i => recording.Window(fromMs + i * 10_000L, dreadful)).Select(s => new WindowRow
        {
            Probe = Rows.Probe(), Test = TestKey.Of(PassiveRecording.Plan.Single(t => t.Alias == s.Test)), StoreEpoch = 7, Sequence = (ulong)s.Window.StartMs + s.Test, Sample = s,
        })];
    }

    private async Task<IReadOnlyList<ScoreRow>> ScoresAsync() => await _store.ReadScoresAsync(Rows.Probe(), 0, Rows.Noon * 2, default);

    private Task AdvanceUntilAsync(Func<Task<bool>> happened, string what, TimeSpan? step = null) => Eventually.TrueAsync(
        async () =>
        {
            if (await happened()) return true;
            _clock.Advance(step ?? TimeSpan.FromSeconds(1));
            return await happened();
        },
        what);
}

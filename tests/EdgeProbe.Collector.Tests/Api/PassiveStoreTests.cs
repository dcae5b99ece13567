using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Collector.Tests.Ingest;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Api;

/// <summary>The passive series are read when somebody looks; what else a page shows does not hang on that.</summary>
public sealed class PassiveStoreTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(Rows.Noon));
    private readonly CollectorMeter _meter = new();
    private readonly FleetDatabase _database;
    private readonly FailingStore _store;
    private readonly FleetProbe _probe;
    private readonly ViewMaker _views;

    public PassiveStoreTests()
    {
        _database = FleetDatabase.Open(_directory.File("registry.db"));
        _store = new FailingStore(EmbeddedStore.Open(_directory.File("samples.db")));
        var fleet = new FleetRegistry(_database);
        _probe = fleet.FindOrAdd(Rows.Probe());
        var scorer = new ProbeScorer(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);
        var keeper = new ScoreKeeper(_store, fleet, scorer, TimeSpan.FromSeconds(5), _clock, new ScoreMetrics(_meter), NullLogger<ScoreKeeper>.Instance);
        _views = new ViewMaker(fleet, keeper, _clock);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_leaves_the_rest_of_the_page_alone()
    {
        Settle(PassiveRecording.On(LineRecording.Birth()), Rows.Noon);
        _store.ReadProblem = "the disk is away";
        var detail = (await _views.DetailAsync(Rows.Probe(), _store, default))!;
        Assert.Equal(PassiveState.Unknown, detail.Passive.State);
        Assert.Contains("the disk is away", detail.Passive.Note, StringComparison.Ordinal);
        Assert.Equal("site-1", detail.Site);
    }

    [Fact]
    public async Task A_probe_that_never_watched_costs_no_reading()
    {
        Settle(LineRecording.Birth(), Rows.Noon);
        _store.ReadProblem = "asked for nothing";
        Assert.Equal(PassiveState.Off, (await _views.DetailAsync(Rows.Probe(), _store, default))!.Passive.State);
    }

    [Fact]
    public async Task A_new_card_goes_on_with_the_same_series_under_another_alias()
    {
        Settle(PassiveRecording.On(LineRecording.Birth()), Rows.Noon);
        await StoreAsync(Row(18, Rows.Noon - 20_000), Row(4, Rows.Noon - 10_000));
        var rtt = (await _views.DetailAsync(Rows.Probe(), _store, default))!.Passive.Wan!.TcpRtt!;
        Assert.Equal((20, "passivertt:tcp:any:4"), (rtt.Count, rtt.Test));
    }

    [Fact]
    public async Task Windows_of_times_to_come_do_not_hide_those_of_now()
    {
        Settle(PassiveRecording.On(LineRecording.Birth()), Rows.Noon + 500_000);
        await StoreAsync(Row(18, Rows.Noon - 10_000), Row(18, Rows.Noon + 490_000));
        var passive = (await _views.DetailAsync(Rows.Probe(), _store, default))!.Passive;
        Assert.Equal((PassiveState.On, 10), (passive.State, passive.Wan!.TcpRtt!.Count));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(Rows.Noon), passive.To);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _database.Dispose();
        _meter.Dispose();
        _directory.Dispose();
    }

    private static WindowRow Row(uint alias, long startMs) =>
        Rows.Passive(Rows.PassiveTest(alias, Kind.PassiveRtt, Segment.Wan, "tcp"), startMs, Enumerable.Repeat(20_000UL, 10), (Counter.PayloadBytes, 1_460));

    private async Task StoreAsync(params WindowRow[] rows) => Assert.Equal(WriteStatus.Stored, (await _store.WriteAsync(rows, default)).Status);

    private void Settle(Birth birth, long newestMs)
    {
        _probe.Apply(birth, _clock.GetUtcNow());
        _probe.Settle(new SettledBatch { StoreEpoch = birth.StoreEpoch, FirstSequence = 1, EndSequence = 2, NewestMs = newestMs });
    }
}

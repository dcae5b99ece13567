using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;
using static EdgeProbe.Collector.Tests.Experience.ExperienceRig;

namespace EdgeProbe.Collector.Tests.Experience;

#pragma warning disable CA1001 // xunit disposes it by IAsyncLifetime
public sealed class RollupTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ExperienceRig _rig = new();
    private readonly FleetDatabase _database;
    private readonly FleetRegistry _fleet;
    private readonly Dictionary<ProbeId, ProbeScore> _latest = [];
    private readonly Blaming _blaming = new();

    public RollupTests()
    {
        _database = FleetDatabase.Open(Path.Combine(_directory.Path, "registry.db"));
        _fleet = new FleetRegistry(_database);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_groups_percentile_is_that_of_all_its_delays_and_no_average()
    {
        // Nine fast lines and one slow one that is measured a hundred times as often: averages of percentiles would hide it.
        for (var i = 0; i < 9; i++) Probe($"p{i}", 90, "north", Rows.Row(delays: [.. Enumerable.Repeat(10_000UL, 10)]));
        Probe("p9", 20, "north", Rows.Row(delays: [.. Enumerable.Repeat(500_000UL, 1_000)]));
        var group = Maker().By(RollupBy.Region).Single();
        Assert.Equal(("north", 10, 10, 10), (group.Key, group.Probes, group.Customers, group.Known));
        Assert.InRange(group.Delays.Quantile(0.5)!.Value / 1000, 490, 510);
        Assert.Equal((1_090, 1_090, 0), (group.Delays.Count, group.Sent, group.Lost));
        Assert.Equal((90.0, 83.0), (group.ScoreAt(0.5)!.Value, group.ScoreAt(0.1)!.Value));
        Assert.Equal((9, 1, 10), (group.Bands["excellent"], group.Bands["bad"], group.Bands.Values.Sum()));
    }

    [Fact]
    public void The_way_is_what_answers_and_a_silent_core_is_loss()
    {
        var service = Rows.Row(delays: [20_000, 20_000]);
        var tcp = Rows.Row(test: Rows.Test(5, kind: Kind.Tcp), delays: [90_000]);
        var dead = Rows.Row(test: Rows.Test(6, target: "dead"));
        dead.Sample.Sent = 5;
        Probe("p1", 90, "a", service, tcp, dead);
        var core = Rows.Row(test: Rows.Test(3, Segment.Core, target: "core"));
        core.Sample.Sent = 7;
        Probe("p2", 10, "b", dead, core);
        var groups = Maker().By(RollupBy.Region).ToDictionary(g => g.Key);
        Assert.Equal((2, 0, 2), (groups["a"].Sent, groups["a"].Lost, groups["a"].Delays.Count));
        Assert.Equal((7, 7, 1.0), (groups["b"].Sent, groups["b"].Lost, groups["b"].LossBounds!.Value.High));
    }

    [Fact]
    public void What_is_stale_or_unknown_is_counted_and_not_scored()
    {
        Probe("p1", 90, "a");
        Probe("p2", 10, "a", ScoreState.Stale);
        Probe("p3", null, "a");
        _fleet.FindOrAdd(Rows.Probe("nobodys"));
        var groups = Maker().By(RollupBy.Region);
        Assert.Equal([("a", 3, 1), ("", 1, 0)], groups.Select(g => (g.Key, g.Probes, g.Known)));
        Assert.Null(groups[1].ScoreAt(0.5));
        Assert.Equal(4, Maker().By(RollupBy.Fleet).Single().Probes);
    }

    [Fact]
    public void Who_gets_less_than_adequate_and_who_is_blamed_is_counted()
    {
        _rig.Book.Put(Promising("gold", 80, 90));
        Probe("p1", 70, "a", plan: "gold");
        Probe("p2", 85, "a", plan: "gold");
        Probe("p3", 60, "a");
        _blaming.Said[Rows.Probe("p1")] = Finding.Unknown with { Kind = "segment", Segment = "access" };
        _blaming.Said[Rows.Probe("p2")] = Finding.Unknown with { Kind = "segment", Segment = "access+core" };
        _blaming.Said[Rows.Probe("p3")] = Finding.Unknown with { Kind = "none" };
        var group = Maker().By(RollupBy.Fleet).Single();
        Assert.Equal((1, 1, 1, 0), (group.Below, group.Blamed["access"], group.Blamed["cannotTell"], group.Blamed["core"]));
        Assert.Equal(["gold", ""], Maker().By(RollupBy.Plan).Select(g => g.Key));
        Assert.Equal("postpaid", Maker().By(RollupBy.Class).Single().Key);
        Assert.Equal("fibre", Maker().By(RollupBy.Technology).Single().Key);
    }

    private RollupMaker Maker() => new(_fleet, new CustomerExperience(_rig.Book.Registry, _rig.History, id => _latest.GetValueOrDefault(id), () => _rig.Scorer, _blaming),
        id => _latest.GetValueOrDefault(id), _blaming, ProfileFile.Default);

    private void Probe(string name, double? score, string region, params WindowRow[] rows) => Probe(name, score, region, ScoreState.Confident, null, rows);

    private void Probe(string name, double? score, string region, ScoreState state = ScoreState.Confident, string? plan = null, params WindowRow[] rows)
    {
        _fleet.FindOrAdd(Rows.Probe(name));
        _rig.Book.Put(Of(name, plan, name) with { Region = region });
        _latest[Rows.Probe(name)] = new ProbeScore { EndMs = 1, Score = new Score(score, score, score, state), Apps = [], Sentence = "", Tests = TestSpan.PerTest(KeptWindow.Of(rows)) };
    }

    private sealed class Blaming : IFindings
    {
        public Dictionary<ProbeId, Finding> Said { get; } = [];

        public Finding Of(ProbeId probe) => Said.GetValueOrDefault(probe, Finding.Unknown);

        public string SentenceOf(ProbeId probe) => "";
    }
}

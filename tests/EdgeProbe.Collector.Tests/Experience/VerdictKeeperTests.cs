using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience.Verdicts;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Customers;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Experience;

/// <summary>Since when a verdict stands, who was heard, and what of it survives a restart.</summary>
public sealed class VerdictKeeperTests : IDisposable
{
    private const long Start = 1_800_000_000_000;
    private const long Minute = 60_000;
    private readonly TemporaryDirectory _directory = new();
    private readonly Book _book = new();
    private readonly Dictionary<ProbeId, LineView> _lines = [];
    private readonly NodeBook _nodes;
    private VerdictDatabase _database;
    private VerdictKeeper _keeper;

    public VerdictKeeperTests()
    {
        _nodes = new NodeBook(_book.Registry);
        _database = VerdictDatabase.Open(File);
        _keeper = Keeper();
    }

    [Fact]
    public void A_verdict_stands_since_it_was_made_first()
    {
        for (var minute = 0; minute < 10; minute++) Judge("a", minute, access: 20);
        Assert.Equal((Start, Start + 9 * Minute), (Latest("a").SinceMs, Latest("a").LastMs));
    }

    [Fact]
    public void A_blip_does_not_begin_it_anew()
    {
        Judge("a", 0, access: 20);
        Judge("a", 1, access: 20, lan: 19);
        Assert.Equal(VerdictKind.CannotTell, Latest("a").Verdict.Kind);
        Judge("a", 3, access: 20);
        Assert.Equal(Start, Latest("a").SinceMs);
        var stood = Assert.Single(_keeper.Between(Probe("a"), Start, Start + 10 * Minute));
        Assert.Equal((Start, Start + 3 * Minute), (stood.SinceMs, stood.LastMs));
    }

    [Fact]
    public void After_more_than_five_minutes_it_is_another_time()
    {
        Judge("a", 0, access: 20);
        Judge("a", 1);
        Judge("a", 7, access: 20);
        Judge("a", 8, access: 20);
        Assert.Equal(Start + 7 * Minute, Latest("a").SinceMs);
        Assert.Equal(
            [VerdictKind.Segment, VerdictKind.Nobody, VerdictKind.Segment], _keeper.Between(Probe("a"), Start, Start + 10 * Minute).Select(e => e.Verdict.Kind));
    }

    [Fact]
    public void Nobody_is_named_before_they_were_the_one_for_half_a_minute()
    {
        Judge("a", 0);
        Judge("a", 1, core: 6, access: 54);
        Assert.Equal(VerdictKind.Nobody, Latest("a").Verdict.Kind);
        Judge("a", 1.2, core: 60);
        Judge("a", 1.6, core: 60);
        Assert.Equal(VerdictKind.Nobody, Latest("a").Verdict.Kind);
        Judge("a", 1.7, core: 60);
        Assert.Equal(("core", Start + 72_000), (Latest("a").Verdict.Largest!.Value.Name, Latest("a").SinceMs));
    }

    [Fact]
    public void What_is_down_is_named_at_once()
    {
        Judge("a", 0);
        _lines[Probe("a")] = _lines[Probe("a")] with { EndMs = Start + 1000, Fault = new FaultVerdict(FaultVerdictKind.Down, Segment.Access, Segment.Access) };
        _keeper.Judge(Probe("a"));
        Assert.True(Latest("a").Verdict is { Kind: VerdictKind.Segment, IsDown: true });
    }

    [Fact]
    public void A_score_of_before_changes_nothing()
    {
        Judge("a", 5, access: 20);
        Judge("a", 4, core: 20);
        Assert.Equal("access", Latest("a").Verdict.Largest!.Value.Name);
    }

    [Fact]
    public void Neighbours_on_the_node_of_the_customers_record_are_heard_and_kept_with_the_verdict()
    {
        foreach (var name in (string[])["a", "b", "c"]) Customer(name, "OLT-7");
        Customer("d", "OLT-8");
        foreach (var other in (string[])["b", "c", "d"]) Judge(other, 0, access: 20);
        Judge("a", 0, access: 20);
        var kept = Assert.Single(_keeper.Between(Probe("a"), Start, Start + Minute));
        Assert.Equal((VerdictScope.Node, "OLT-7"), (kept.Verdict.Scope, kept.Node));
        Assert.Equal(["b", "c"], kept.Verdict.Witnesses.Select(w => w.Name));
        Assert.Equal("access cost 20 points, no other as much as one; of 2 neighbours on OLT-7 2 have it too.", Findings.Of(kept).Reason);
        Assert.All(Findings.Of(kept).Witnesses, w => Assert.Equal(("acme", "confirms", "OLT-7"), (w.Tenant, w.Says, w.Node)));
    }

    [Fact]
    public void Without_a_record_the_first_hop_of_the_path_is_the_node()
    {
        foreach (var name in (string[])["a", "b", "c"]) Walked(name, 7);
        Walked("d", 8);
        foreach (var other in (string[])["b", "c", "d"]) Judge(other, 0, access: 20);
        Judge("a", 0, access: 20);
        Assert.Equal(["b", "c"], Latest("a").Verdict.Witnesses.Select(w => w.Name));
        Assert.Equal("hop-0000000000000007", Latest("a").Node);
    }

    [Fact]
    public void A_neighbour_of_another_tenant_or_of_long_ago_is_not_heard()
    {
        foreach (var name in (string[])["a", "b", "c"]) Walked(name, 7);
        Walked("x", 7, "other");
        Judge("b", 0, access: 20);
        Judge("c", 0, access: 20);
        Judge("x", 20, access: 20, tenant: "other");
        Judge("a", 20, access: 20);
        Assert.Empty(Latest("a").Verdict.Witnesses);
        Assert.Equal("access cost 20 points, no other as much as one; no neighbour on hop-0000000000000007 could be heard.", Findings.Of(Latest("a")).Reason);
    }

    [Fact]
    public void What_stood_stands_after_a_restart()
    {
        Judge("a", 0, access: 20);
        Judge("a", 1, access: 20);
        _ = _keeper.Between(Probe("a"), 0, 1);
        Restart();
        Assert.Equal((Start, Start + Minute), (Latest("a").SinceMs, Latest("a").LastMs));
        Judge("a", 2, access: 20);
        Assert.Equal(Start, Latest("a").SinceMs);
    }

    [Fact]
    public void A_verdict_that_cannot_be_written_is_written_with_the_next()
    {
        Judge("a", 0, access: 20);
        Elsewhere("ALTER TABLE verdict RENAME TO hidden");
        Assert.StartsWith("the verdicts' file cannot be read", Assert.Throws<IOException>(() => _keeper.Between(Probe("a"), 0, long.MaxValue)).Message, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Segment, Latest("a").Verdict.Kind);
        Elsewhere("ALTER TABLE hidden RENAME TO verdict");
        Assert.Equal(Start, Assert.Single(_keeper.Between(Probe("a"), 0, long.MaxValue)).SinceMs);
    }

    [Fact]
    public void What_ended_before_the_retention_is_forgotten()
    {
        Judge("a", 0, access: 20);
        Judge("a", 10, core: 20);
        Judge("a", 11, core: 20);
        _ = _keeper.Between(Probe("a"), 0, 1);
        _keeper.ForgetBefore(Start + 5 * Minute);
        Assert.Equal("core", Assert.Single(_keeper.Between(Probe("a"), 0, long.MaxValue)).Verdict.Largest!.Value.Name);
    }

    [Fact]
    public void A_file_of_a_later_program_is_left_alone()
    {
        _database.Dispose();
        Elsewhere("PRAGMA user_version=9");
        var refused = Assert.Throws<IOException>(() => VerdictDatabase.Open(File));
        Assert.Equal($"the verdicts' file {File} has version 9 and this program knows 1: use the program that wrote it", refused.Message);
    }

    public void Dispose()
    {
        _database.Dispose();
        _book.Dispose();
        _directory.Dispose();
    }

    private string File => Path.Combine(_directory.Path, "verdicts.db");

    private VerdictKeeper Keeper() =>
        new(_database, _nodes, id => _lines.GetValueOrDefault(id), new FakeTimeProvider(), _book.Meter, NullLogger<VerdictKeeper>.Instance);

    private void Restart()
    {
        _database.Dispose();
        _database = VerdictDatabase.Open(File);
        _keeper = Keeper();
    }

    private VerdictEpisode Latest(string name) => _keeper.Latest(Probe(name))!;

    private void Judge(string name, double minute, double lan = 0, double access = 0, double core = 0, string tenant = "acme")
    {
        var points = default(BySegment<double?>);
        (points[0], points[1], points[2], points[3]) = (lan, access, core, 0);
        var id = Rows.Probe(name, tenant);
        _lines[id] = new LineView(
            id, Start + (long)(minute * Minute), new Score(70, 69, 71, ScoreState.Confident), SegmentShare.Of(points), new FaultVerdict(FaultVerdictKind.None, default, default), Cause.Loss, 0);
        _keeper.Judge(id);
    }

    private void Customer(string name, string node) => _book.Put(new Customer { Tenant = "acme", Id = name, Class = CustomerClass.Prepaid, Node = node, Probes = [name] });

    private void Walked(string name, ulong hop, string tenant = "acme")
    {
        var row = Rows.Row(Start, Rows.Test(kind: Kind.Path)) with { Probe = Rows.Probe(name, tenant) };
        row.Sample.Path = new PathFacts(5, 5, 1) { FirstHop = hop };
        _nodes.Take(new StoredRows(row.Probe, [row], Late: false));
    }

    private void Elsewhere(string sql)
    {
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
#pragma warning disable CA2100 // the tests' own words
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static ProbeId Probe(string name) => Rows.Probe(name);
}

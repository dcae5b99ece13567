using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Tests.Store;

/// <summary>What every store must do. One suite, every implementation.</summary>
public abstract partial class SampleStoreContract : IAsyncLifetime
{
    private ISampleStore? _store;

    private protected ISampleStore Store => _store!;

    public async Task InitializeAsync() => _store = await OpenAsync();

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await CloseAsync();
    }

    [Fact]
    public async Task A_row_comes_back_with_everything_it_had()
    {
        var row = Rows.Full();
        await WriteAsync(row);
        var back = Assert.Single(await ReadAsync());
        Assert.Equal((row.Probe, row.Site, row.Test, row.StoreEpoch, row.Sequence, row.TimeTrusted), (back.Probe, back.Site, back.Test, back.StoreEpoch, back.Sequence, back.TimeTrusted));
        Assert.True(back.SaysTheSameAs(row));
        Assert.Equal(row.Sample.Delays.Quantile(.5), back.Sample.Delays.Quantile(.5));
        Assert.Equal((row.Sample.Http, row.Sample.OneWay, row.Sample.Path, row.Sample.Reason), (back.Sample.Http, back.Sample.OneWay, back.Sample.Path, back.Sample.Reason));
        Assert.Equal(row.Sample.Slots, back.Sample.Slots);
    }

    [Fact]
    public async Task Absent_is_not_zero()
    {
        await WriteAsync(Rows.Row());
        var sample = Assert.Single(await ReadAsync()).Sample;
        Assert.Null(sample.IpdvMicroseconds);
        Assert.Null(sample.Http);
        Assert.Null(sample.Path);
        Assert.Null(sample.Code);
        Assert.Null(sample.Delays.Quantile(.5));
        Assert.Empty(sample.Slots);
    }

    [Fact]
    public async Task Every_counter_comes_back_as_it_was()
    {
        var test = Rows.PassiveTest(18, Kind.PassiveRtt, Segment.Wan, "tcp under load");
        var counts = Enum.GetValues<Counter>().Where(c => c != Counter.None).Select(c => (c, ContractLimits.MaxCounterValue - (ulong)c)).ToArray();
        var row = Rows.Passive(test, Rows.Noon, Enumerable.Repeat(20_000UL, 10), counts);
        await WriteAsync(row);
        var back = Assert.Single(await ReadAsync());
        Assert.Equal(test, back.Test);
        Assert.Equal(counts, back.Sample.Counts!.NotZero());
        Assert.True(back.SaysTheSameAs(row));
    }

    [Fact]
    public async Task A_window_of_counters_alone_in_which_nothing_was_sent_is_kept()
    {
        var row = Rows.Passive(Rows.PassiveTest(28, Kind.PassiveTraffic, Segment.None, "traffic"), Rows.Noon, [], (Counter.BytesDown, 9_400_000_000_000), (Counter.Misplaced, 1));
        await WriteAsync(row, Rows.Row());
        var back = Assert.Single(await ReadAsync(), r => r.Test.Kind == Kind.PassiveTraffic).Sample;
        Assert.Equal((0U, 0U, 0L), (back.Sent, back.Received, back.Delays.Count));
        Assert.Equal([(Counter.BytesDown, 9_400_000_000_000UL), (Counter.Misplaced, 1UL)], back.Counts!.NotZero());
        Assert.Null((await ReadAsync()).Single(r => r.Test.Kind == Kind.Icmp).Sample.Counts);
    }

    [Fact]
    public void A_row_that_counted_something_else_does_not_say_the_same()
    {
        var test = Rows.PassiveTest(18, Kind.PassiveRtt, Segment.Wan, "tcp");
        var row = Rows.Passive(test, Rows.Noon, [], (Counter.LostBytes, 1_460));
        Assert.True(row.SaysTheSameAs(Rows.Passive(test, Rows.Noon, [], (Counter.LostBytes, 1_460))));
        Assert.False(row.SaysTheSameAs(Rows.Passive(test, Rows.Noon, [], (Counter.LostBytes, 1_461))));
        Assert.False(row.SaysTheSameAs(Rows.Passive(test, Rows.Noon, [], (Counter.LostSegments, 1_460))));
        Assert.False(row.SaysTheSameAs(Rows.Passive(test, Rows.Noon, [])));
    }

    [Fact]
    public async Task Writing_twice_changes_nothing()
    {
        var row = Rows.Row(delays: [1000, 2000]);
        await WriteAsync(row, row);
        await WriteAsync(row);
        Assert.True(Assert.Single(await ReadAsync()).SaysTheSameAs(row));
    }

    [Fact]
    public async Task The_last_write_of_the_same_window_wins_whole()
    {
        var (first, last) = (Rows.Row(delays: [1000, 2000]), Rows.Row(sequence: 5, delays: [3000]));
        await WriteAsync(first);
        await WriteAsync(last);
        var kept = Assert.Single(await ReadAsync());
        Assert.True(kept.SaysTheSameAs(last));
        Assert.Equal(5UL, kept.Sequence);
    }

    [Fact]
    public async Task The_same_alias_for_another_target_is_another_series()
    {
        await WriteAsync(Rows.Row(delays: [1000]), Rows.Row(test: Rows.Test(target: "bank"), delays: [2000]));
        Assert.Equal(["bank", "shop"], (await ReadAsync()).Select(r => r.Test.Target).Order());
    }

    [Fact]
    public async Task A_span_is_half_open_and_of_one_probe_and_in_order()
    {
        await WriteAsync(
            Rows.Row(Rows.Noon + 20_000, delays: [1]), Rows.Row(Rows.Noon + 10_000, delays: [1]), Rows.Row(Rows.Noon, delays: [1]), Rows.Row(Rows.Noon, probe: "other", delays: [1]));
        var rows = await Store.ReadWindowsAsync(Rows.Probe(), Rows.Noon, Rows.Noon + 20_000, default);
        Assert.Equal([Rows.Noon, Rows.Noon + 10_000], rows.Select(r => r.StartMs));
        Assert.All(rows, r => Assert.Equal(Rows.Probe(), r.Probe));
        Assert.Empty(await Store.ReadWindowsAsync(Rows.Probe("nobody"), 0, long.MaxValue / 2_000_000, default));
    }

    [Fact]
    public async Task The_newest_window_of_every_probe_is_known()
    {
        Assert.Empty(await Store.LastWindowsAsync(default));
        await WriteAsync(Rows.Row(Rows.Noon + 20_000, delays: [1]), Rows.Row(Rows.Noon, Rows.Test(5), delays: [1]), Rows.Row(Rows.Noon, probe: "other", delays: [1]));
        var last = await Store.LastWindowsAsync(default);
        Assert.Equal((Rows.Noon + 30_000, Rows.Noon + 10_000), (last[Rows.Probe()], last[Rows.Probe("other")]));
        Assert.Equal(2, last.Count);
    }

    [Fact]
    public async Task Scores_come_back_and_a_later_one_of_the_same_minute_replaces_all_of_the_former()
    {
        var first = Score(Rows.Noon, new Score(80, 75, 85, ScoreState.Confident), null, ("web", 90), ("voice", 70));
        var later = Score(Rows.Noon, new Score(null, null, null, ScoreState.Insufficient), 123, ("web", 90));
        var next = Score(Rows.Noon + 60_000, new Score(0, 0, 100, ScoreState.Provisional), null);
        foreach (var score in (ScoreRow[])[first, next, later]) Assert.Equal(WriteStatus.Stored, (await Store.WriteScoresAsync([score], default)).Status);
        var back = await Store.ReadScoresAsync(Rows.Probe(), Rows.Noon, Rows.Noon + 120_000, default);
        Assert.Equal([later.Score, next.Score], back.Select(s => s.Score));
        Assert.Equal(later.Apps, back[0].Apps);
        Assert.Equal([123, null], back.Select(s => s.RevisedAtMs));
        Assert.Empty(await Store.ReadScoresAsync(Rows.Probe(), Rows.Noon + 120_000, Rows.Noon + 180_000, default));
    }

    [Fact]
    public async Task Old_windows_and_scores_are_forgotten_and_new_ones_kept()
    {
        await WriteAsync(Rows.Row(Rows.Noon, delays: [1]), Rows.Row(Rows.Noon + 60_000, delays: [1]));
        await Store.WriteScoresAsync([Score(Rows.Noon, EdgeProbe.Score.Unknown, null), Score(Rows.Noon + 60_000, EdgeProbe.Score.Unknown, null)], default);
        await Store.ForgetBeforeAsync(Rows.Noon + 60_000, default);
        Assert.Equal(Rows.Noon + 60_000, Assert.Single(await ReadAsync()).StartMs);
        Assert.Equal(Rows.Noon + 60_000, Assert.Single(await Store.ReadScoresAsync(Rows.Probe(), 0, Rows.Noon * 2, default)).MinuteMs);
    }

    [Fact]
    public async Task A_write_of_thousands_of_rows_is_whole()
    {
        await Store.WriteAsync([.. Enumerable.Range(0, 6_000).Select(i => Rows.Row(Rows.Noon + i * 10_000L, sequence: (ulong)i, delays: [1000]))], default);
        Assert.Equal(6_000, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_healthy_store_has_no_problem() => Assert.Null(await Store.ProblemAsync(default));

    private protected abstract Task<ISampleStore> OpenAsync();

    protected abstract Task CloseAsync();

    private static ScoreRow Score(long minute, Score score, long? revised, params (string App, double Points)[] apps) =>
        new() { Probe = Rows.Probe(), MinuteMs = minute, Score = score, RevisedAtMs = revised, Apps = apps.ToDictionary(a => a.App, a => a.Points) };

    private async Task WriteAsync(params WindowRow[] rows)
    {
        var result = await Store.WriteAsync(rows, default);
        Assert.Equal(WriteStatus.Stored, result.Status);
        Assert.Empty(result.Refused);
    }

    private async Task<IReadOnlyList<WindowRow>> ReadAsync() => await Store.ReadWindowsAsync(Rows.Probe(), 0, Rows.Noon * 2, default);
}

using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Scores;

public sealed class KeptWindowTests
{
    [Fact]
    public void Nothing_that_a_row_says_is_lost()
    {
        foreach (var row in (WindowRow[])[Rows.Full(), Rows.Row(), Watched()])
        {
            var kept = KeptWindow.Of([row])[0];
            Assert.Equal((row.Test, row.StartMs, row.EndMs, row.TimeTrusted), (kept.Test, kept.StartMs, kept.EndMs, kept.TimeTrusted));
            Assert.True(row.SaysTheSameAs(row with { Sample = kept.ToSample() }));
        }
    }

    [Fact]
    public void A_span_of_kept_windows_is_that_of_their_samples()
    {
        List<WindowRow> rows = [.. ScoreRig.Minutes(new LineRecording(), Rows.Noon, 5, new LineQuality { Loss = 0.15 }), Rows.Full(), Watched()];
        foreach (var test in rows.GroupBy(r => r.Test))
        {
            var (samples, kept) = (TestSpan.Of(test)!, TestSpan.PerTest(KeptWindow.Of([.. test]))[0]);
            Assert.Equal(Words(samples), Words(kept));
            Assert.Equal(samples.Delays.Buckets.ToArray(), kept.Delays.Buckets.ToArray());
        }
    }

    [Fact]
    public void A_row_for_the_same_place_replaces_the_one_before()
    {
        var (shop, bank) = (Rows.Test(4), Rows.Test(4, target: "bank"));
        var workspace = new ScoreWorkspace(Rows.Probe(), () => new Dictionary<TestKey, TimeSpan>());
        workspace.Take([Rows.Row(test: shop, delays: [1]), Rows.Row(test: bank, delays: [2]), Rows.Row(Rows.Noon - 10_000, shop, delays: [3])], late: false);
        workspace.Take([Rows.Row(test: shop with { }, delays: [7, 8])], late: true);
        Assert.Equal(3, workspace.Count);
        var rows = workspace.Rows(Rows.Noon, Rows.Noon + 1);
        Assert.Equal([("bank", 1L), ("shop", 2L)], rows.Select(r => (r.Test.Target, TestSpan.PerTest([r])[0].Sent)).Order());
        Assert.Equal(3UL, TestSpan.PerTest(workspace.Rows(0, Rows.Noon))[0].Delays.Min);
    }

    [Fact]
    public void Rows_in_memory_are_those_of_the_last_minutes_whatever_their_order()
    {
        var recording = new LineRecording();
        List<WindowRow> all = [.. ScoreRig.Minutes(recording, Rows.Noon - 30 * 60_000, 30, new LineQuality { DelayMs = 30 })];
        var shuffled = all.ToArray();
        new Random(7).Shuffle(shuffled);
        var (first, second) = (new ScoreWorkspace(Rows.Probe(), () => new Dictionary<TestKey, TimeSpan>()), new ScoreWorkspace(Rows.Probe(), () => new Dictionary<TestKey, TimeSpan>()));
        first.Take(all, late: false);
        foreach (var piece in shuffled.Chunk(17)) second.Take(piece, late: false);
        var from = Rows.Noon - 8 * 60_000;
        var due = all.Where(r => r.StartMs >= from || (r.Test.Kind == Kind.Http && r.Sample.Sent > 0)).Select(r => (r.StartMs, r.Test.Alias)).Order().ToList();
        Assert.Equal(due, Places(first));
        Assert.Equal(due, Places(second));
    }

    private static List<(long, uint)> Places(ScoreWorkspace workspace) => [.. workspace.Rows(0, long.MaxValue).Select(r => (r.StartMs, r.Test.Alias))];

    private static WindowRow Watched() =>
        Rows.Passive(Rows.PassiveTest(18, Kind.PassiveRtt, Segment.Wan, "tcp"), Rows.Noon, [20_000, 30_000], (Counter.PayloadBytes, 1_000), (Counter.Misplaced, 1));

    private static string Words(TestSpan s) =>
        $"{s.Test} {s.Sent} {s.Received} {s.Failed} {s.Late} {s.LossEpisodes} {s.LostUp} {s.LostDown} {s.StageFailures} {s.Unsuccessful} {s.Windows} {s.OldestMs} {s.NewestMs} "
        + $"{s.LengthMs} {s.Reason} {s.FirstBytes} {s.FirstByteSeconds} {s.Delays.Count} {s.Delays.Zero} {s.Delays.Min} {s.Delays.Max} {s.Delays.Sum} {s.Delays.FirstIndex} "
        + $"{s.Newest.Window} {s.Newest.Code} {s.Newest.Reason} {string.Join(',', s.Counts?.NotZero() ?? [])}";
}

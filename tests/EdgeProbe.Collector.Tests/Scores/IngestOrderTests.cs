using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Testing.Collectors;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>The same rows make the same final scores and days, in whatever order and pieces they come.</summary>
public sealed class IngestOrderTests
{
    private const int Minutes = 80;

    // Each case is a collector with a store of its own; the cases are large, so few of them say much.
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(6);

    [Fact]
    public async Task The_order_of_arrival_does_not_matter()
    {
        var rows = Recorded();
        var (scores, days) = await SettledAsync([rows], expected: null);
        Assert.Equal(Minutes, scores.Count);
        Assert.Contains(scores, s => s.Score.Value == 0);
        Assert.Contains(scores, s => s.Apps.ContainsKey("availability"));
        Check.One(Few, Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
            Task.Run(() => SettledAsync(Pieces(rows, seed), (scores, days))).GetAwaiter().GetResult()));
    }

    // A quiet line, then lossy, then dead for some minutes, then quiet again; its first minutes fail their pages.
    private static List<WindowRow> Recorded()
    {
        var (recording, from) = (new LineRecording(), Rows.Noon - Minutes * 60_000L);
        return
        [
            .. ScoreRig.Minutes(recording, from, 40, new LineQuality { DelayMs = 35 }),
            .. ScoreRig.Minutes(recording, from + 40 * 60_000L, 8, new LineQuality { Loss = 0.15 }),
            .. ScoreRig.Minutes(recording, from + 48 * 60_000L, 7, new LineQuality { DownFrom = Segment.Core }),
            .. ScoreRig.Minutes(recording, from + 55 * 60_000L, 25, new LineQuality { DelayMs = 22 }),
        ];
    }

    private static List<List<WindowRow>> Pieces(List<WindowRow> rows, int seed)
    {
        var random = new Random(seed);
        // By minutes or by single rows, forwards, backwards or shuffled, a few pieces or many.
        var units = random.Next(2) == 0
            ? rows.GroupBy(r => r.StartMs / 60_000).Select(g => g.ToList()).ToList()
            : rows.GroupBy(r => (r.StartMs / 600_000, r.Test.Alias)).Select(g => g.ToList()).ToList();
        var order = units.ToArray();
        random.Shuffle(order);
        if (random.Next(3) == 0) order = [.. units.AsEnumerable().Reverse()];
        var size = random.Next(1, 12);
        return [.. order.Chunk(size).Select(chunk => chunk.SelectMany(unit => unit).ToList())];
    }

    private static async Task<(IReadOnlyList<ScoreRow> Scores, IReadOnlyList<DayRow> Days)> RowsAsync(ScoreRig rig) => (await rig.ScoresAsync(), await rig.DaysAsync());

    private static async Task<(IReadOnlyList<ScoreRow> Scores, IReadOnlyList<DayRow> Days)> SettledAsync(
        List<List<WindowRow>> pieces, (IReadOnlyList<ScoreRow> Scores, IReadOnlyList<DayRow> Days)? expected)
    {
        await using var rig = new ScoreRig(Rows.Noon);
        var keeper = rig.Start();
        var late = false;
        foreach (var piece in pieces)
        {
            await rig.StoreAsync(keeper, piece, late);
            late = !late;
            rig.Clock.Advance(TimeSpan.FromSeconds(7));
            await Task.Yield();
        }

        async Task<bool> IsThere()
        {
            var (scores, days) = await RowsAsync(rig);
            if (expected is null) return scores.Count == Minutes && scores.All(s => s.Final) && days.Count > 0;
            return Words(scores).SequenceEqual(Words(expected.Value.Scores)) && Words(days).SequenceEqual(Words(expected.Value.Days));
        }

        await rig.AdvanceUntilAsync(IsThere, "the same final rows", TimeSpan.FromSeconds(30));
        return await RowsAsync(rig);
    }

    private static async Task<bool> SettledAsync(List<List<WindowRow>> pieces, (IReadOnlyList<ScoreRow> Scores, IReadOnlyList<DayRow> Days) expected) =>
        (await SettledAsync(pieces, ((IReadOnlyList<ScoreRow>, IReadOnlyList<DayRow>)?)expected)).Scores.Count == Minutes;

    // All that a row says but when it was corrected.
    private static IEnumerable<string> Words(IEnumerable<ScoreRow> rows) => rows.Select(r =>
        $"{r.MinuteMs} {r.Score} {r.Segments} {r.Causes} {r.NotAttributable} {r.Final} {string.Join(' ', r.Apps.OrderBy(a => a.Key))} {string.Join(' ', r.Binding.OrderBy(b => b.Key))}");

    private static IEnumerable<string> Words(IEnumerable<DayRow> days) => days.Select(d => (d with { RevisedAtMs = null }).ToString());
}

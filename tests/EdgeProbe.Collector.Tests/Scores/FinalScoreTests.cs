using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>Provisional, final, revised; minutes and their days.</summary>
public sealed class FinalScoreTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_minute_is_provisional_until_ten_minutes_have_passed_and_then_final_as_it_was()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        var keeper = rig.Start();
        await rig.StoreAsync(keeper, ScoreRig.Minutes(new LineRecording(), Rows.Noon - 120_000, 2));
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()).Count == 2, "two scores");
        var before = await rig.ScoresAsync();
        Assert.All(before, s => Assert.False(s.Final));
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()).All(s => s.Final), "final scores", Step);
        Assert.InRange((rig.Clock.GetUtcNow().ToUnixTimeMilliseconds() - Rows.Noon) / 60_000.0, 9.5, 11);
        var after = await rig.ScoresAsync();
        Assert.Equal(before.Select(s => s.Score), after.Select(s => s.Score));
        Assert.All(after, s => Assert.Null(s.RevisedAtMs));
    }

    [Fact]
    public async Task A_minute_that_broke_off_becomes_final_too()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        var keeper = rig.Start();
        await rig.StoreAsync(keeper, [.. ScoreRig.Minutes(new LineRecording(), Rows.Noon - 60_000, 1).Where(r => r.StartMs < Rows.Noon - 20_000)]);
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()) is [{ Final: true }], "one final score", Step);
        var row = Assert.Single(await rig.ScoresAsync());
        Assert.Equal((Rows.Noon - 60_000, (long?)null, "score-profile/1"), (row.MinuteMs, row.RevisedAtMs, row.Profile));
        Assert.True((rig.Clock.GetUtcNow().ToUnixTimeMilliseconds() - Rows.Noon) / 60_000.0 >= 9.5, "it was final before late data could come");
    }

    [Fact]
    public async Task A_row_says_which_profile_made_it_who_is_to_blame_and_what_binds()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        var keeper = rig.Start();
        keeper.GapOf = (_, score) => score.Score.Value - 80;
        await rig.StoreAsync(keeper, ScoreRig.Minutes(new LineRecording(), Rows.Noon - 300_000, 5, new LineQuality { DownFrom = Segment.Access }));
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()).Count == 5, "five scores");
        var row = (await rig.ScoresAsync())[^1];
        Assert.Equal(("score-profile/1", 0.0, -80.0), (row.Profile, row.Score.Value, row.Gap));
        Assert.InRange(row.Segments.Access!.Value, 90, 100);
        Assert.Equal("loss", row.Binding["voice"]);
        Assert.Equal(100, row.Score.Value!.Value + row.NotAttributable!.Value + Enumerable.Range(0, 4).Sum(i => row.Segments[i] ?? 0), 9);
        Assert.Equal(100 - row.NotAttributable.Value, Enumerable.Range(0, 6).Sum(i => row.Causes!.Value[i]), 0.5);
    }

    [Fact]
    public async Task The_persona_of_each_probe_makes_its_score()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        var persona = "gamer";
        var keeper = rig.Start(_ => persona);
        await rig.StoreAsync(keeper, ScoreRig.Minutes(new LineRecording(), Rows.Noon - 300_000, 5, new LineQuality { DelayMs = 100 }));
        await rig.AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe()) is not null), "a score");
        var gamer = keeper.Latest(Rows.Probe())!;
        persona = "nobody's";
        await rig.AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe())!.Persona != "gamer"), "another persona", Step);
        var home = keeper.Latest(Rows.Probe())!;
        Assert.Equal(("gamer", "default_home"), (gamer.Persona, home.Persona));
        Assert.True(gamer.Score.Value < home.Score.Value);
    }

    [Fact]
    public async Task A_day_is_made_of_its_minutes_and_made_again_when_late_data_changes_them()
    {
        // Thirteen hours of a day, so that more than half of its use is observed.
        var midnight = Rows.Noon - Rows.Noon % ScoreWindow.DayMs;
        var (end, hole) = (midnight + 13 * ScoreWindow.HourMs, midnight + 10 * ScoreWindow.HourMs);
        await using var rig = new ScoreRig(end);
        var all = ScoreRig.Minutes(new LineRecording(), midnight, 13 * 60);
        var keeper = rig.Start();
        await rig.StoreAsync(keeper, [.. all.Where(r => r.StartMs < hole || r.StartMs >= hole + 600_000)]);
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()).Count(s => s.Final) >= 13 * 60 - 20, "scores", Step);
        await rig.AdvanceUntilAsync(async () => (await rig.DaysAsync()) is [{ Mean: not null }], "a day", Step);
        var before = (await rig.DaysAsync())[0];
        Assert.Equal((0, null), (before.Outages, before.RevisedAtMs));
        Assert.InRange(before.Coverage, 0.53, 0.5417);

        var dead = ScoreRig.Minutes(new LineRecording(), hole, 10, new LineQuality { DownFrom = Segment.Access });
        await rig.StoreAsync(keeper, dead, late: true);
        await rig.AdvanceUntilAsync(async () => (await rig.DaysAsync()) is [{ RevisedAtMs: not null, Outages: 1 }], "the day revised", Step);
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()).Count(s => s.RevisedAtMs is not null) >= 180, "the hours after it", Step);
        var after = (await rig.DaysAsync())[0];
        Assert.Equal((120, 600.0), (after.UnavailableSlots, after.RepairSeconds));
        Assert.True(after.Mean < before.Mean);
        Assert.Equal(before.FloorsMs.Lan, after.FloorsMs.Lan);
        var scores = await rig.ScoresAsync();
        Assert.All(scores.Where(s => s.MinuteMs + 60_000 <= hole), s => Assert.Null(s.RevisedAtMs));
    }

    [Fact]
    public async Task Floors_of_the_days_before_outlive_a_restart()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        var midnight = Rows.Noon - Rows.Noon % ScoreWindow.DayMs;
        var before = new DayRow { Probe = Rows.Probe(), DayMs = midnight - ScoreWindow.DayMs, FloorsMs = new PerSegment(0.5, 4, 3, 2) };
        await rig.Store.WriteDaysAsync([before], default);
        await rig.Store.WriteAsync(ScoreRig.Minutes(new LineRecording(), Rows.Noon - 300_000, 5, new LineQuality { DelayMs = 200 }), default);
        var keeper = rig.Start();
        await rig.AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe())?.Blame is not null), "a score");
        Assert.Equal(before.FloorsMs, keeper.Latest(Rows.Probe())!.Blame!.FloorsMs);
    }
}

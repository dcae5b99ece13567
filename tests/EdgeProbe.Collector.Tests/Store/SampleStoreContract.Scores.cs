using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Tests.Store;

public abstract partial class SampleStoreContract
{
    private const long Midnight = Rows.Noon - Rows.Noon % DayMs;
    private const long DayMs = 24 * 3600 * 1000;

    [Fact]
    public async Task A_score_comes_back_with_all_it_was_made_of()
    {
        var row = FullScore();
        await Store.WriteScoresAsync([row], default);
        AssertSame(row, await ScoreAsync());
    }

    [Fact]
    public async Task A_score_that_could_not_be_cut_leaves_nothing_of_an_earlier_cut()
    {
        await Store.WriteScoresAsync([FullScore()], default);
        var uncut = new ScoreRow { Probe = Rows.Probe(), MinuteMs = Rows.Noon, Score = new Score(80, 75, 85, ScoreState.Confident), Profile = "score-profile/1" };
        await Store.WriteScoresAsync([uncut], default);
        AssertSame(uncut, await ScoreAsync());
    }

    [Fact]
    public async Task A_merged_segment_is_absent_and_a_segment_that_cost_nothing_is_zero()
    {
        var row = FullScore() with { Segments = new PerSegment(0, 3.5, null, 0) };
        await Store.WriteScoresAsync([row], default);
        Assert.Equal(row.Segments, (await ScoreAsync()).Segments);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(0.0)]
    [InlineData(-100.0)]
    [InlineData(null)]
    public async Task A_gap_below_zero_is_no_unknown_one(double? gap)
    {
        await Store.WriteScoresAsync([FullScore() with { Gap = gap }], default);
        Assert.Equal(gap, (await ScoreAsync()).Gap);
    }

    [Fact]
    public async Task A_day_comes_back_with_everything_it_had()
    {
        var day = FullDay();
        Assert.Equal(WriteStatus.Stored, (await Store.WriteDaysAsync([day], default)).Status);
        Assert.Equal(day, Assert.Single(await DaysAsync()));
    }

    [Fact]
    public async Task A_later_write_of_the_same_day_replaces_all_of_the_former()
    {
        await Store.WriteDaysAsync([FullDay()], default);
        var empty = new DayRow { Probe = Rows.Probe(), DayMs = Midnight, Coverage = 0.25, Profile = "score-profile/2" };
        await Store.WriteDaysAsync([empty], default);
        Assert.Equal(empty, Assert.Single(await DaysAsync()));
    }

    [Fact]
    public async Task Days_of_one_probe_come_in_order_and_half_open()
    {
        var days = ((int[])[2, 0, 1]).Select(i => FullDay() with { DayMs = Midnight + i * DayMs }).ToList();
        await Store.WriteDaysAsync([.. days, FullDay() with { Probe = Rows.Probe("other") }], default);
        Assert.Equal([Midnight, Midnight + DayMs], (await Store.ReadDaysAsync(Rows.Probe(), Midnight, Midnight + 2 * DayMs, default)).Select(d => d.DayMs));
        Assert.Empty(await Store.ReadDaysAsync(Rows.Probe("nobody"), 0, Rows.Noon * 2, default));
    }

    [Fact]
    public async Task A_day_outlives_its_minutes_and_not_for_ever()
    {
        var before = Midnight + DayMs;
        await Store.WriteDaysAsync([FullDay(), FullDay() with { DayMs = Midnight - DayRow.KeptLongerMs }], default);
        await Store.WriteScoresAsync([FullScore()], default);
        await Store.ForgetBeforeAsync(before, default);
        Assert.Equal(Midnight, Assert.Single(await DaysAsync()).DayMs);
        Assert.Empty(await Store.ReadScoresAsync(Rows.Probe(), 0, Rows.Noon * 2, default));
    }

    private protected static ScoreRow FullScore() => new()
    {
        Probe = Rows.Probe(),
        MinuteMs = Rows.Noon,
        Score = new Score(61.25, 58, 64, ScoreState.Provisional),
        Profile = "score-profile/1",
        Apps = new Dictionary<string, double> { ["voice"] = 70.5, ["gaming"] = 1 },
        Binding = new Dictionary<string, string> { ["voice"] = "q95", ["gaming"] = "q99" },
        Segments = new PerSegment(30.5, 1.25, 0, 0.5),
        Causes = new PerCause(0, 28, 1.5, 1, 0.25, 1.5),
        NotAttributable = 6.5,
        Gap = -13.75,
        Final = true,
        RevisedAtMs = 77,
    };

    private static DayRow FullDay() => new()
    {
        Probe = Rows.Probe(),
        DayMs = Midnight,
        Mean = 81.5,
        Typical = 84,
        Consistent = 0,
        TypicalApps = new PerApp(70.5, null, 0, 99.25, null, 100),
        Coverage = 0.875,
        ObservedSlots = 17_000,
        UnavailableSlots = 12,
        Outages = 2,
        RepairSeconds = 65,
        FloorsMs = new PerSegment(0.75, null, 9.5, 0),
        Profile = "score-profile/1",
        RevisedAtMs = 123,
    };

    private static void AssertSame(ScoreRow expected, ScoreRow actual)
    {
        Assert.Equal(expected.Apps, actual.Apps);
        Assert.Equal(expected.Binding, actual.Binding);
        Assert.Equal(expected with { Apps = actual.Apps, Binding = actual.Binding }, actual);
    }

    private async Task<ScoreRow> ScoreAsync() => Assert.Single(await Store.ReadScoresAsync(Rows.Probe(), 0, Rows.Noon * 2, default));

    private async Task<IReadOnlyList<DayRow>> DaysAsync() => await Store.ReadDaysAsync(Rows.Probe(), 0, Rows.Noon * 2, default);
}

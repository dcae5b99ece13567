using EdgeProbe.Collector.Scores.Replay;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>Stored windows scored again: by the same profile as they were scored live, and by another one with what that would change.</summary>
public sealed class ProfileReplayTests
{
    private const int Minutes = 40;
    private static readonly ScoreProfile Strict = Edited("\"optimal\": 30, \"unacceptable\": 150", "\"optimal\": 3, \"unacceptable\": 30");

    [Fact]
    public async Task A_replay_makes_the_very_scores_that_were_made_live()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        var recording = new LineRecording();
        var keeper = rig.Start();
        var from = Rows.Noon - Minutes * 60_000L;
        await rig.StoreAsync(keeper, [.. ScoreRig.Minutes(recording, from, 20), .. ScoreRig.Minutes(recording, from + 20 * 60_000L, 20, new LineQuality { Loss = 0.04 })]);
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()).Count == Minutes, "forty scores");
        var live = (await rig.ScoresAsync()).ToDictionary(s => s.MinuteMs + 60_000, s => s.Score);

        var replayed = 0;
        var scorer = new Collector.Scores.ProbeScorer(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);
        await foreach (var window in Stored(rig).OfAsync(Rows.Probe(), from, Rows.Noon, default))
        {
            replayed++;
            Assert.Equal((window.EndMs, live[window.EndMs].Value, live[window.EndMs].Low), (window.EndMs, scorer.Of(window).Score.Value, scorer.Of(window).Score.Low));
        }

        Assert.Equal(Minutes, replayed);
    }

    [Fact]
    public async Task Against_itself_nothing_changes()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        await WrittenAsync(rig);
        var replayed = await Replay(rig, ProfileFile.Default).OfAsync(Rows.Probe(), Rows.Noon - Minutes * 60_000L, Rows.Noon, default);
        Assert.Equal((Minutes, 0, 0.0), (replayed.Minutes, replayed.ChangedMinutes, replayed.LargestDifference));
        Assert.Empty(replayed.Changes);
    }

    [Fact]
    public async Task A_stricter_profile_lists_the_minutes_whose_band_would_change_in_one_run()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        await WrittenAsync(rig);
        var replayed = await Replay(rig, Strict).OfAsync(Rows.Probe(), Rows.Noon - 10 * 60_000L, Rows.Noon, default);
        Assert.Equal(10, replayed.Minutes);
        Assert.True(replayed.LargestDifference > 5, $"the largest difference is {replayed.LargestDifference}");
        Assert.Equal(replayed.ChangedMinutes, replayed.Changes.Sum(c => c.Minutes));
        var last = replayed.Changes[^1];
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(Rows.Noon), last.To);
        Assert.NotEqual(last.Before.Band, last.After.Band);
        Assert.True(last.After.Score < last.Before.Score);
    }

    [Fact]
    public async Task It_writes_nothing()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        await WrittenAsync(rig);
        await Replay(rig, Strict).OfAsync(Rows.Probe(), Rows.Noon - Minutes * 60_000L, Rows.Noon, default);
        Assert.Empty(await rig.ScoresAsync());
        Assert.Empty(await rig.DaysAsync());
    }

    private static async Task WrittenAsync(ScoreRig rig) =>
        Assert.Equal(WriteStatus.Stored, (await rig.Store.WriteAsync(ScoreRig.Minutes(new LineRecording(), Rows.Noon - Minutes * 60_000L, Minutes), default)).Status);

    private static StoredMinutes Stored(ScoreRig rig)
    {
        var periods = LineRecording.Plan.ToDictionary(TestKey.Of, t => t.Period);
        return new StoredMinutes(rig.Store, _ => periods);
    }

    private static ProfileReplay Replay(ScoreRig rig, ScoreProfile against) => new(Stored(rig), ProfileFile.Default, against, _ => "gamer");

    private static ScoreProfile Edited(string old, string by)
    {
        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream("score-profile-1.json")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        Assert.Contains(old, text, StringComparison.Ordinal);
        return ProfileFile.Parse(text.Replace(old, by, StringComparison.Ordinal).Replace("score-profile/1", "score-profile/strict", StringComparison.Ordinal));
    }
}

using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>Another profile is activated while scores are made.</summary>
public sealed class ActivatedProfileTests
{
    [Fact]
    public async Task The_next_score_is_made_by_it_and_what_was_written_keeps_its_own()
    {
        await using var rig = new ScoreRig(Rows.Noon);
        var (recording, keeper) = (new LineRecording(), rig.Start());
        await rig.StoreAsync(keeper, ScoreRig.Minutes(recording, Rows.Noon - 8 * 60_000L, 8));
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()).Count == 8, "eight scores");

        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream("score-profile-1.json")!;
        using var reader = new StreamReader(stream);
        var other = ProfileFile.Parse((await reader.ReadToEndAsync()).Replace("\"score-profile/1\"", "\"score-profile/1.1\"", StringComparison.Ordinal));
        keeper.Use(new ProbeScorer(other, other.Persona("gamer")!));
        Assert.Equal("score-profile/1.1", keeper.Scorer.Profile.Version);
        await rig.StoreAsync(keeper, ScoreRig.Minutes(recording, Rows.Noon, 2));
        await rig.AdvanceUntilAsync(async () => (await rig.ScoresAsync()).Any(s => s.Profile == "score-profile/1.1"), "a score by the other profile");
        Assert.All((await rig.ScoresAsync()).Where(s => s.MinuteMs < Rows.Noon - 60_000L), s => Assert.Equal("score-profile/1", s.Profile));
        await rig.AdvanceUntilAsync(() => Task.FromResult(keeper.Latest(Rows.Probe())!.Apps.Single(a => a.App == App.Gaming).Weight == 0.45), "gaming weighed as the other profile does");
    }
}

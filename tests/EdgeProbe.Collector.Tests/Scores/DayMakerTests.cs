using System.Text.Json.Nodes;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>What a day is to each app.</summary>
public sealed class DayMakerTests
{
    private const long Midnight = Rows.Noon - Rows.Noon % ScoreWindow.DayMs;

    [Fact]
    public async Task Each_app_has_the_level_that_was_met_for_half_of_the_use_it_was_scored_in()
    {
        // The evening counts three times: 13 of 46 parts lie before 13 o'clock.
        var day = await DayAsync(hour => new Dictionary<string, double>
        {
            ["voice"] = hour < 13 ? 20 : 90,
            ["availability"] = 100,
            [hour < 13 ? "web" : "gaming"] = 70,
        });
        // By the clock voice was at 20 for most of the day. Of the web too little was seen to tell, of video calls nothing.
        Assert.Equal(new PerApp(90, null, 70, null, null, 100), day.TypicalApps);
        Assert.Null(day.Typical);
    }

    [Fact]
    public async Task An_app_that_got_nothing_for_most_of_the_day_is_at_zero_and_not_unknown()
    {
        var day = await DayAsync(hour => new Dictionary<string, double> { ["voice"] = hour == 1 ? 50 : 0 });
        Assert.Equal(new PerApp(0, null, null, null, null, null), day.TypicalApps);
    }

    private static async Task<DayRow> DayAsync(Func<int, IReadOnlyDictionary<string, double>> apps)
    {
        using var directory = new TemporaryDirectory();
        await using var store = EmbeddedStore.Open(directory.File("samples.db"));
        await store.WriteScoresAsync(
            [.. Enumerable.Range(0, 24 * 60).Select(minute => new ScoreRow
            {
                Probe = Rows.Probe(), MinuteMs = Midnight + minute * 60_000L, Score = Score.Unknown, Apps = apps(minute / 60),
            })],
            default);
        var profile = await EveningsAsync();
        var periods = new Dictionary<TestKey, TimeSpan>();
        var maker = new DayMaker(store, _ => periods);
        return await maker.OfAsync(new ScoreWorkspace(Rows.Probe(), () => periods), Midnight, new ProbeScorer(profile, profile.Persona("gamer")!), null, default);
    }

    private static async Task<ScoreProfile> EveningsAsync()
    {
        using var reader = new StreamReader(typeof(ProfileFile).Assembly.GetManifestResourceStream("score-profile-1.json")!);
        var profile = JsonNode.Parse(await reader.ReadToEndAsync())!;
        profile["hours"] = new JsonObject { ["gamer"] = new JsonArray([.. Enumerable.Range(0, 24).Select(hour => (JsonNode)(hour < 13 ? 1 : 3))]) };
        return ProfileFile.Parse(profile.ToJsonString());
    }
}

using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Scores;

public sealed class ProbeScorerTests
{
    private static readonly ProbeScorer Scorer = new(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);

    [Fact]
    public void A_quiet_line_scores_high_and_says_why_streaming_and_availability_are_missing()
    {
        var score = Score(new LineQuality { DelayMs = 15, PageSeconds = 0.3 });
        Assert.InRange(score.Score.Value!.Value, 95, 100);
        Assert.Equal(ScoreState.Confident, App(score, EdgeProbe.Scoring.Apps.App.VideoCall).Score.State);
        // Thirty good checks prove only that fewer than one in nine fails, so web, and with it the composite, is not sure yet.
        Assert.Equal(ScoreState.Insufficient, score.Score.State);
        Assert.InRange(score.Score.Low!.Value, 0, score.Score.Value.Value);
        Assert.Null(App(score, EdgeProbe.Scoring.Apps.App.Streaming).Score.Value);
        Assert.Contains("an hour of observation", App(score, EdgeProbe.Scoring.Apps.App.Availability).Note, StringComparison.Ordinal);
        Assert.Null(score.WorstSegment);
        Assert.Equal(0.6, score.Coverage, 9);
    }

    [Fact]
    public void Without_data_the_score_is_unknown_and_neither_0_nor_100()
    {
        var score = Scorer.Of(Window([]));
        Assert.Equal(EdgeProbe.Score.Unknown, score.Score);
        Assert.All(score.Apps, a => Assert.Null(a.Score.Value));
        Assert.Contains("unknown is neither good nor bad", score.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_web_checks_too_little_of_the_persona_is_measured_for_a_composite()
    {
        var score = Scorer.Of(Window([.. Rows5Minutes(new LineQuality()).Where(r => r.Test.Kind != Kind.Http)]));
        Assert.Equal((null, ScoreState.Insufficient), (score.Score.Value, score.Score.State));
        Assert.NotNull(App(score, EdgeProbe.Scoring.Apps.App.Voice).Score.Value);
    }

    [Fact]
    public void Loss_lowers_every_app_and_the_ladder_says_where_it_begins()
    {
        var good = Score(new LineQuality());
        // Rows behind the access line lose, the gateway does not.
        var bad = Score(new LineQuality { Loss = 0.08 });
        foreach (var app in (App[])[EdgeProbe.Scoring.Apps.App.Voice, EdgeProbe.Scoring.Apps.App.VideoCall, EdgeProbe.Scoring.Apps.App.Gaming])
            Assert.True(App(bad, app).Score.Value < App(good, app).Score.Value, app.ToString());
        Assert.Equal("loss", App(bad, EdgeProbe.Scoring.Apps.App.Gaming).Binding);
        // Pages that fail beside it may be the service's own fault; without those it is the access line's.
        Assert.Equal((true, null), (bad.Blame!.CannotTell, bad.WorstSegment));
        var pagesLoad = Rows5Minutes(new LineQuality { Loss = 0.08 }).Where(r => r.Test.Kind != Kind.Http)
            .Concat(Rows5Minutes(new LineQuality()).Where(r => r.Test.Kind == Kind.Http));
        Assert.Equal(Segment.Access, Scorer.Of(Window([.. pagesLoad])).WorstSegment);
    }

    [Fact]
    public void A_dead_line_scores_zero_by_loss_and_names_the_segment_that_is_down()
    {
        var score = Score(new LineQuality { DownFrom = Segment.Core });
        Assert.Equal(0, score.Score.Value);
        Assert.Equal("loss", App(score, EdgeProbe.Scoring.Apps.App.Voice).Binding);
        Assert.Equal(Segment.Core, score.WorstSegment);
        Assert.Equal(1, score.OutageShare);
    }

    [Fact]
    public void After_three_minutes_without_data_the_score_is_stale_and_keeps_its_value()
    {
        var rows = Rows5Minutes(new LineQuality());
        var (fresh, stale) = (Scorer.Of(Window(rows)), Scorer.Of(Window(rows, ageMs: 181_000)));
        Assert.Equal((fresh.Score.Value, ScoreState.Stale), (stale.Score.Value, stale.Score.State));
    }

    [Fact]
    public void A_minute_of_data_is_insufficient_and_not_hidden()
    {
        var score = Scorer.Of(Window([.. Rows5Minutes(new LineQuality()).Where(r => r.StartMs >= Rows.Noon - 60_000)]));
        Assert.Equal(ScoreState.Insufficient, score.Score.State);
        Assert.NotNull(score.Score.Value);
    }

    [Fact]
    public void Windows_whose_time_nobody_vouches_for_are_shown_and_not_scored() // T2
    {
        var score = Scorer.Of(Window([.. Rows5Minutes(new LineQuality()).Select(r => r with { TimeTrusted = false })]));
        Assert.Equal(ScoreState.NoData, score.Score.State);
        Assert.NotEmpty(score.Tests);
    }

    [Fact]
    public void Without_a_service_on_the_ladder_the_core_reflector_speaks_and_says_so()
    {
        var score = Scorer.Of(Window([.. Rows5Minutes(new LineQuality()).Where(r => r.Test.Target != "shop")]));
        Assert.Contains("core reflector", App(score, EdgeProbe.Scoring.Apps.App.Voice).Note, StringComparison.Ordinal);
        Assert.NotNull(score.Score.Value);
    }

    [Fact]
    public void A_dead_family_is_left_to_the_ladder_and_the_living_one_is_scored()
    {
        var rows = Rows5Minutes(new LineQuality());
        var dead = Rows5Minutes(new LineQuality { DownFrom = Segment.Lan }).Where(r => r.Test.Target == "shop")
            .Select(r => r with { Test = r.Test with { Family = IpFamily.V6, Alias = 14 } });
        var score = Scorer.Of(Window([.. rows, .. dead]));
        Assert.Equal(Scorer.Of(Window(rows)).Score.Value, score.Score.Value);
        Assert.Contains("IPV4 ALONE", App(score, EdgeProbe.Scoring.Apps.App.Voice).Note!.ToUpperInvariant(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter()
    {
        var rows = Rows5Minutes(new LineQuality { Loss = 0.03 });
        var shuffled = rows.OrderBy(r => (r.StartMs * 7919) % 104_729 + r.Test.Alias * 31).ToList();
        Assert.Equal(Scorer.Of(Window(rows)).Score, Scorer.Of(Window(shuffled)).Score);
    }

    private static AppScore App(ProbeScore score, App app) => score.Apps.Single(a => a.App == app);

    private static ProbeScore Score(LineQuality quality) => Scorer.Of(Window(Rows5Minutes(quality)));

    private static List<WindowRow> Rows5Minutes(LineQuality quality)
    {
        var recording = new LineRecording();
        return [.. Enumerable.Range(0, 30).SelectMany(i => recording.Window(Rows.Noon - (30 - i) * 10_000L, quality)).Select((s, i) => new WindowRow
        {
            Probe = Rows.Probe(), Test = TestKey.Of(LineRecording.Plan.Single(t => t.Alias == s.Test)), StoreEpoch = 7, Sequence = (ulong)i, Sample = s,
        })];
    }

    private static ScoreWindow Window(IReadOnlyList<WindowRow> rows, long ageMs = 0)
    {
        var slots = new SlotHistory();
        var periods = LineRecording.Plan.ToDictionary(TestKey.Of, t => t.Period);
        var kept = KeptWindow.Of(rows);
        slots.Remake(Rows.Noon - ScoreWindow.LengthMs, Rows.Noon, kept, periods);
        return new ScoreWindow(Rows.Noon, kept, WebLookback.Of(kept, Rows.Noon), slots, periods, rows.Select(r => r.Test).ToHashSet(), Rows.Noon + ageMs);
    }
}

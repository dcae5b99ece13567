using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>Blame as it is made of live windows.</summary>
public sealed class ProbeBlameTests
{
    private static readonly ProbeScorer Scorer = new(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);

    public static TheoryData<LineQuality> Lines => new(
        new LineQuality(),
        new LineQuality { Loss = 0.03 },
        new LineQuality { Loss = 0.4, PageSeconds = 3 },
        new LineQuality { DelayMs = 180, JitterMs = 90 },
        new LineQuality { DelayMs = 620, JitterMs = 20, PageSeconds = 6 },
        new LineQuality { DownFrom = Segment.Core },
        new LineQuality { DownFrom = Segment.Lan });

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_is_cut_is_the_score_that_is_shown_and_the_parts_make_a_hundred(LineQuality quality)
    {
        foreach (var hours in (int[])[0, 2])
        {
            var score = Scorer.Of(Window(quality, hours));
            var blame = score.Blame!;
            Assert.Equal(score.Score.Value!.Value, blame.Report.Score, 6);
            Assert.Equal(100, blame.Report.Score + blame.Groups.Sum(g => g.Points) + blame.Report.NotAttributable, 9);
            Assert.All(blame.Groups, g => Assert.InRange(g.Points, -1e-9, 100));
            Assert.All(blame.Report.CausePoints, points => Assert.InRange(points, -1e-9, 100));
        }
    }

    [Fact]
    public void Delay_that_was_always_there_is_nobodys_and_delay_that_came_is_its_segments()
    {
        var far = new LineQuality { DelayMs = 620, JitterMs = 4 };
        var always = Scorer.Of(Window(far));
        Assert.Null(always.Blame!.Primary);
        Assert.InRange(always.Blame.Report.NotAttributable, 20, 100);

        var near = new LineQuality { DelayMs = 20, JitterMs = 4 };
        var came = Scorer.Of(Window(far, before: Recorded(near, Rows.Noon - 3_600_000)));
        // Of the delay that came 40 % each lie in the access line and, by its cut at the core, 30 % in core and service.
        Assert.InRange(came.Blame!.Report.NotAttributable, 0, 5);
        Assert.Equal("access", came.Blame.Primary!.Value.Name);
        Assert.Equal(came.Score.Value!.Value, came.Blame.Report.Score, 6);
    }

    [Fact]
    public void A_service_that_fails_over_a_good_path_is_to_blame_itself()
    {
        var rows = Recorded(new LineQuality());
        foreach (var row in rows.Where(r => r.Test.Kind == Kind.Http && r.StartMs % 30_000 == 0))
        {
            var window = row.Sample.Window;
            row.Sample.Failures = new StageFailures(0, 0, 0, 1, 0);
            row.Sample.Window = window;
        }

        var score = Scorer.Of(Window(rows));
        Assert.Equal(Segment.Service, score.Blame!.Primary!.Value.First);
        Assert.InRange(score.Blame.Causes.Server, 20, 100);
    }

    [Fact]
    public void A_dead_line_is_cut_where_it_ends_and_its_failed_pages_are_not_the_services()
    {
        var score = Scorer.Of(Window(new LineQuality { DownFrom = Segment.Access }));
        Assert.Equal((0.0, "access"), (score.Score.Value!.Value, score.Fault.ToString()));
        Assert.Equal(Segment.Access, score.WorstSegment);
        Assert.Equal(0, score.Blame!.Segments.Service!.Value, 6);
        Assert.Equal(0, score.Blame.Causes.Server, 6);
    }

    [Fact]
    public void Behind_a_hop_that_was_not_measured_two_segments_are_blamed_as_one()
    {
        var rows = Recorded(new LineQuality { Loss = 0.08 }).Where(r => r.Test.Segment != Segment.Access).ToList();
        var blame = Scorer.Of(Window(rows)).Blame!;
        Assert.Equal(["lan", "access+core", "service"], blame.Groups.Select(g => g.Name));
        Assert.Equal((true, null, null), (blame.Segments.Access > 1, blame.Segments.Core, blame.FloorsMs.Core));
        Assert.Contains("access+core cannot be told apart", blame.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hop_that_answers_its_own_pings_badly_is_innocent()
    {
        var lying = Recorded(new LineQuality { Loss = 0.5 }).Where(r => r.Test.Segment == Segment.Access);
        var blame = Scorer.Of(Window([.. Recorded(new LineQuality()).Where(r => r.Test.Segment != Segment.Access), .. lying])).Blame!;
        Assert.Null(blame.Primary);
    }

    [Fact]
    public void A_hop_that_is_silent_while_the_way_behind_it_answers_was_not_measured()
    {
        var rows = Recorded(new LineQuality());
        for (var i = 0; i < rows.Count; i++)
            if (rows[i] is { Test.Segment: Segment.Access } row) rows[i] = row with { Sample = new Sample { Test = row.Test.Alias, Window = row.Sample.Window, Sent = 10, LossEpisodes = 1, Reason = Reason.TimedOut } };
        Assert.Equal(["lan", "access+core", "service"], Scorer.Of(Window(rows)).Blame!.Groups.Select(g => g.Name));
    }

    [Fact]
    public void Without_a_service_the_way_ends_at_the_core_and_says_so()
    {
        var score = Scorer.Of(Window([.. Recorded(new LineQuality { Loss = 0.05 }).Where(r => r.Test.Target != "shop")]));
        Assert.Equal(["lan", "access", "core+service"], score.Blame!.Groups.Select(g => g.Name));
        Assert.Contains("no service was measured", score.BlameNote, StringComparison.Ordinal);
        Assert.Equal(score.Score.Value!.Value, score.Blame.Report.Score, 6);
    }

    [Fact]
    public void Without_a_score_there_is_no_blame_and_a_reason()
    {
        var none = Scorer.Of(Window([]));
        Assert.Null(none.Blame);
        Assert.Contains("nothing was measured", none.BlameNote, StringComparison.Ordinal);
        var noWeb = Scorer.Of(Window([.. Recorded(new LineQuality()).Where(r => r.Test.Kind != Kind.Http)]));
        Assert.Null(noWeb.Blame);
        Assert.Contains("no score", noWeb.BlameNote, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outage_of_hours_ago_is_still_laid_where_it_was()
    {
        var window = Window(new LineQuality(), hours: 3);
        var dead = Recorded(new LineQuality { DownFrom = Segment.Access }, Rows.Noon - 7_200_000);
        window.Slots.Remake(dead.Min(r => r.StartMs), dead.Max(r => r.EndMs), KeptWindow.Of(dead), window.Periods);
        var score = Scorer.Of(window);
        Assert.Equal(0, score.OutageShare);
        Assert.Equal(Segment.Access, score.Blame!.Primary!.Value.First);
        Assert.Equal(score.Score.Value!.Value, score.Blame.Report.Score, 6);
        Assert.InRange(score.Blame.Causes.Outage, 20, 60);
    }

    private static ScoreWindow Window(LineQuality quality, int hours = 0, IReadOnlyList<WindowRow>? before = null) => Window(Recorded(quality), hours, before);

    // With as many hours of good slots before the five minutes.
    private static ScoreWindow Window(IReadOnlyList<WindowRow> rows, int hours = 0, IReadOnlyList<WindowRow>? before = null)
    {
        var (slots, floors) = (new SlotHistory(), new FloorHistory());
        var periods = LineRecording.Plan.ToDictionary(TestKey.Of, t => t.Period);
        for (var end = Rows.Noon - hours * ScoreWindow.HourMs; end < Rows.Noon; end += ScoreWindow.LengthMs)
        {
            var good = Recorded(new LineQuality(), end);
            slots.Remake(good.Min(r => r.StartMs), end, KeptWindow.Of(good), periods);
        }

        var kept = KeptWindow.Of(rows);
        slots.Remake(Rows.Noon - ScoreWindow.LengthMs, Rows.Noon, kept, periods);
        foreach (var row in (WindowRow[])[.. before ?? [], .. rows]) floors.Take(row);
        return new ScoreWindow(Rows.Noon, kept, WebLookback.Of(kept, Rows.Noon), slots, periods, rows.Select(r => r.Test).ToHashSet(), Rows.Noon) { Floors = floors };
    }

    private static List<WindowRow> Recorded(LineQuality quality, long endMs = Rows.Noon)
    {
        var recording = new LineRecording();
        return [.. Enumerable.Range(0, 30).SelectMany(i => recording.Window(endMs - (30 - i) * 10_000L, quality)).Select((s, i) => new WindowRow
        {
            Probe = Rows.Probe(), Test = TestKey.Of(LineRecording.Plan.Single(t => t.Alias == s.Test)), StoreEpoch = 7, Sequence = (ulong)i, Sample = s,
        })];
    }
}

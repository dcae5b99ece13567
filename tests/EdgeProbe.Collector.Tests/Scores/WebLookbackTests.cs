using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Scores;

public sealed class WebLookbackTests
{
    private static readonly TestKey Page = Rows.Test(5, kind: Kind.Http, target: "shop page");
    private static readonly ProbeScorer Scorer = new(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);

    [Theory]
    [InlineData(30, 0, ScoreState.Provisional, 76)]
    [InlineData(15, 0, ScoreState.Confident, 93)]
    [InlineData(30, 1, ScoreState.Insufficient, 60)]
    [InlineData(15, 1, ScoreState.Provisional, 85)]
    public void An_hour_of_checks_says_as_much_as_their_number_allows(int everySeconds, int failing, ScoreState state, double low)
    {
        var web = Web(Window(Hour(everySeconds, i => i < failing), everySeconds));
        Assert.Equal(state, web.Score.State);
        Assert.Equal(100, web.Score.Value!.Value, 9);
        Assert.InRange(web.Score.Low!.Value, low, low + 1);
    }

    [Fact]
    public void With_a_check_each_half_minute_the_composite_can_be_relied_on() =>
        Assert.Equal(ScoreState.Provisional, Scorer.Of(Window(Hour(30), 30)).Score.State);

    [Fact]
    public void Web_says_from_how_many_checks_of_which_time_it_is_made()
    {
        Assert.StartsWith("from 120 checks of the last 60 minutes", Web(Window(Hour(30), 30)).Note, StringComparison.Ordinal);
        var young = Hour(30).Where(r => r.StartMs >= Rows.Noon - 12 * 60_000);
        Assert.StartsWith("from 24 checks of the last 12 minutes", Web(Window(young, 30)).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_of_the_last_minutes_are_felt_at_once_and_those_of_an_hour_ago_are_forgotten()
    {
        // Every other one: failures in a row would be an outage, and counted as that.
        Assert.InRange(Web(Window(Hour(30, i => i >= 108 && i % 2 == 0), 30)).Score.Value!.Value, 50, 60);
        var before = Hour(30, i => i < 6).Select(r => r with { Sample = Moved(r.Sample, -180_000) });
        Assert.Equal(100, Web(Window([.. before, .. Hour(30).Where(r => r.StartMs >= Rows.Noon - 180_000)], 30)).Score.Value!.Value, 9);
    }

    [Fact]
    public void Checks_made_while_the_line_was_down_are_left_to_the_outage()
    {
        var from = Rows.Noon - 1_800_000;
        var rows = Hour(30, i => i is >= 60 and < 80);
        var down = new List<WindowRow>();
        for (var start = from; start < from + 600_000; start += 10_000)
            down.AddRange([Silent(3, Segment.Core, start), Silent(4, Segment.Service, start)]);
        var window = Window(rows, 30);
        window.Slots.Remake(from, from + 600_000, KeptWindow.Of(down), window.Periods);
        var web = Web(window);
        Assert.Equal(100, web.Score.Value!.Value, 9);
        Assert.Equal("from 100 checks of the last 60 minutes, without 20 made while the line was down", web.Note);
    }

    [Fact]
    public void When_the_checks_end_web_is_stale_though_pings_go_on()
    {
        var web = Web(Window(Hour(30).Where(r => r.StartMs < Rows.Noon - 240_000), 30));
        Assert.Equal(ScoreState.Stale, web.Score.State);
    }

    [Fact]
    public void Half_of_the_checks_missing_is_too_little()
    {
        var web = Web(Window(Hour(10).Where(r => r.StartMs / 10_000 % 5 < 2), 10));
        Assert.Equal(ScoreState.Insufficient, web.Score.State);
    }

    [Fact]
    public void A_flood_of_checks_does_not_fill_the_memory_and_scores_stay_those_of_the_store()
    {
        var workspace = new ScoreWorkspace(Rows.Probe(), () => new Dictionary<TestKey, TimeSpan>());
        var all = new List<WindowRow>();
        for (var minute = 120; minute > 0; minute--)
        {
            var rows = Enumerable.Range(0, 6).SelectMany(w => Enumerable.Range(0, 8)
                .Select(page => Check(Rows.Noon - minute * 60_000L + w * 10_000, false, Page with { Alias = (uint)(100 + page) }))).ToList();
            all.AddRange(rows);
            workspace.Take(rows, late: false);
        }

        Assert.InRange(workspace.Count, WebLookback.MostBefore, WebLookback.MostBefore + 8 * 6 * 8);
        foreach (var end in (long[])[Rows.Noon, Rows.Noon - 3 * 60_000])
            Assert.Equal(Places(WebLookback.Of(KeptWindow.Of(all), end)), Places(workspace.Checks(end)));
    }

    private static List<(long Start, uint Alias)> Places(IEnumerable<KeptWindow> rows) => [.. rows.Select(r => (r.StartMs, r.Test.Alias)).Order()];

    private static AppScore Web(ScoreWindow window) => Scorer.Of(window).Apps.Single(a => a.App == App.Web);

    private static IEnumerable<WindowRow> Hour(int everySeconds, Func<int, bool>? fails = null) => Enumerable.Range(0, 3600 / everySeconds)
        .Select(i => (Place: i, Start: Rows.Noon - ScoreWindow.HourMs + i * everySeconds * 1000L))
        .GroupBy(c => c.Start / 10_000, (_, checks) => Check(checks.First().Start, fails?.Invoke(checks.First().Place) ?? false));

    private static WindowRow Check(long startMs, bool fails, TestKey? page = null)
    {
        var row = Rows.Row(startMs, page ?? Page, delays: fails ? [] : [300_000]);
        row.Sample.Window = EdgeProbe.Window.Containing(startMs);
        if (fails) (row.Sample.Sent, row.Sample.Failed, row.Sample.Reason) = (1, 1, Reason.HttpServerError);
        return row;
    }

    private static WindowRow Silent(uint alias, Segment segment, long startMs)
    {
        var row = Rows.Row(startMs, Rows.Test(alias, segment));
        (row.Sample.Sent, row.Sample.Slots) = (10, [new Slot(SlotState.Bad, 5), new Slot(SlotState.Bad, 5)]);
        return row;
    }

    private static Sample Moved(Sample sample, long byMs)
    {
        sample.Window = sample.Window with { StartMs = sample.Window.StartMs + byMs };
        return sample;
    }

    // Pings of the last five minutes and the checks of the hour.
    private static ScoreWindow Window(IEnumerable<WindowRow> checks, int everySeconds)
    {
        var recording = new LineRecording();
        var pings = Enumerable.Range(0, 30).SelectMany(i => recording.Window(Rows.Noon - (30 - i) * 10_000L, new LineQuality { DelayMs = 15 }))
            .Select(s => Rows.Row(s.Window.StartMs, TestKey.Of(LineRecording.Plan.Single(t => t.Alias == s.Test))) with { Sample = s })
            .Where(r => r.Test.Kind != Kind.Http);
        var hour = KeptWindow.Of([.. checks]);
        List<KeptWindow> recent = [.. KeptWindow.Of([.. pings]), .. hour.Where(r => r.StartMs >= Rows.Noon - ScoreWindow.LengthMs)];
        var periods = LineRecording.Plan.ToDictionary(TestKey.Of, t => t.Period);
        periods[Page] = TimeSpan.FromSeconds(everySeconds);
        var slots = new SlotHistory();
        slots.Remake(Rows.Noon - ScoreWindow.LengthMs, Rows.Noon, recent, periods);
        return new ScoreWindow(Rows.Noon, recent, WebLookback.Of(hour, Rows.Noon), slots, periods, new HashSet<TestKey>(), Rows.Noon);
    }
}

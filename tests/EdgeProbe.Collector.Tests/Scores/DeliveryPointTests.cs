using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Tests.Scores;

public sealed class DeliveryPointTests
{
    private static readonly TestKey Shop = Rows.Test(4, target: "shop");
    private static readonly TestKey ShopTcp = Rows.Test(7, kind: Kind.Tcp, target: "shop");
    private static readonly TestKey Bank = Rows.Test(8, target: "bank");
    private static readonly TestKey Reflector = Rows.Test(3, Segment.Core, Kind.Stamp, "reflector");
    private static readonly ProbeScorer Scorer = new(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);

    [Fact]
    public void A_service_that_answers_no_ping_is_judged_by_its_tcp_connections()
    {
        var voice = Voice([], Test(Shop, answers: false), Test(ShopTcp), Test(Bank));
        Assert.Equal(0, Loss(voice));
        Assert.Equal("shop over IPv4 is judged by its TCP connections, since it answers no packets", voice.Note);
    }

    [Fact]
    public void While_pings_are_answered_connections_do_not_hide_their_loss()
    {
        var pings = Test(Shop).Select((r, i) => i % 2 == 0 ? r : Silent(r)).ToList();
        var voice = Voice([], pings, Test(ShopTcp));
        Assert.Equal(50, Loss(voice));
        Assert.Null(voice.Note);
    }

    [Fact]
    public void A_service_that_never_answered_is_no_reference_and_is_named()
    {
        var voice = Voice([Bank], Test(Shop, answers: false), Test(Bank));
        Assert.Equal(0, Loss(voice));
        Assert.Equal("shop over IPv4 did not answer once in 24 hours, so it is no reference", voice.Note);
    }

    [Fact]
    public void A_service_that_answered_today_and_is_silent_now_is_lost()
    {
        var voice = Voice([Shop, Bank], Test(Shop, answers: false), Test(Bank));
        Assert.Equal(50, Loss(voice));
        Assert.Null(voice.Note);
    }

    [Fact]
    public void A_service_whose_connections_alone_ever_answered_is_lost_by_its_connections()
    {
        var voice = Voice([ShopTcp], Test(Shop, answers: false), Test(ShopTcp, answers: false));
        Assert.Equal((0, 100), (voice.Score.Value, Loss(voice)));
    }

    [Fact]
    public void When_no_service_ever_answered_the_reflector_speaks_and_the_note_says_why()
    {
        var voice = Voice([], Test(Shop, answers: false), Test(Reflector));
        Assert.Equal(0, Loss(voice));
        Assert.Equal(
            "shop over IPv4 did not answer once in 24 hours, so it is no reference: measured to the core reflector, so the services' own part is missing", voice.Note);
    }

    [Fact]
    public void When_nothing_that_ever_answered_is_measured_the_score_is_unknown_and_not_zero()
    {
        var voice = Voice([], Test(Shop, answers: false));
        Assert.Null(voice.Score.Value);
        Assert.Contains("did not answer once", voice.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_is_remembered_for_a_day_and_no_longer()
    {
        var workspace = new ScoreWorkspace(Rows.Probe(), () => new Dictionary<TestKey, TimeSpan>());
        workspace.Take([Rows.Row(Rows.Noon, Shop, delays: [20_000])], late: false);
        var silent = Silent(Rows.Row(Rows.Noon + 3_600_000, Shop, delays: [1]));
        workspace.Take([silent], late: false);
        Assert.Equal([Shop], workspace.Answered(silent.EndMs));
        workspace.Take([Rows.Row(Rows.Noon + ScoreWindow.DayMs + 10_000, Bank, delays: [20_000])], late: false);
        Assert.Equal([Bank], workspace.Answered(Rows.Noon + ScoreWindow.DayMs + 20_000));
    }

    private static double Loss(AppScore app) => app.Metrics.Single(m => m.Name == "loss").Value;

    private static AppScore Voice(TestKey[] answered, params IEnumerable<WindowRow>[] tests)
    {
        List<WindowRow> rows = [.. tests.SelectMany(t => t)];
        var periods = rows.Select(r => r.Test).Distinct().ToDictionary(t => t, _ => TimeSpan.FromSeconds(1));
        var window = new ScoreWindow(Rows.Noon, KeptWindow.Of(rows), [], new SlotHistory(), periods, answered.ToHashSet(), Rows.Noon);
        return Scorer.Of(window).Apps.Single(a => a.App == App.Voice);
    }

    // Five minutes at a packet a second.
    private static IEnumerable<WindowRow> Test(TestKey test, bool answers = true) => Enumerable.Range(0, 30)
        .Select(i => Rows.Row(Rows.Noon - (30 - i) * 10_000L, test, delays: [.. Enumerable.Repeat(20_000UL, 10)]))
        .Select(r => answers ? r : Silent(r));

    private static WindowRow Silent(WindowRow row)
    {
        var sample = new Sample { Test = row.Test.Alias, Window = row.Sample.Window, Sent = row.Sample.Sent, LossEpisodes = 1, Reason = Reason.TimedOut };
        return row with { Sample = sample };
    }
}

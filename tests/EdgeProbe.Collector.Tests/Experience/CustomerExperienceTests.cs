using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Expectations;
using FsCheck;
using FsCheck.Fluent;
using static EdgeProbe.Collector.Tests.Experience.ExperienceRig;

namespace EdgeProbe.Collector.Tests.Experience;

#pragma warning disable CA1001 // xunit disposes it by IAsyncLifetime
public sealed class CustomerExperienceTests : IAsyncLifetime
{
    private readonly ExperienceRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Of_whom_nothing_is_known_nothing_is_claimed()
    {
        _rig.Book.Put(Of("c1", null, "p1"), Of("c2"));
        _rig.Score("p1", 80);
        await _rig.History.RefreshAsync(default);
        var (one, two) = (_rig.Customer("c1"), _rig.Customer("c2"));
        Assert.Equal((80.0, null, null, ExpectationState.NoData), (one.Score.Value!.Value, one.Expectation.Level.Gap, one.Expectation.Zone, one.Expectation.Level.State));
        Assert.Equal((null, ScoreState.NoData, "unknown"), (two.Score.Value, two.Score.State, two.Finding.Kind));
    }

    [Fact]
    public void The_probe_with_the_lowest_known_score_speaks_and_a_stale_one_does_not()
    {
        _rig.Book.Put(Promising("gold", 70, 90));
        _rig.Book.Put(Of("c1", "gold", "wire", "radio", "old", "dark"));
        _rig.Score("wire", 95);
        _rig.Score("radio", 60, ScoreState.Provisional, (App.VideoCall, 30));
        _rig.Score("old", 5, ScoreState.Stale);
        _rig.Score("dark", null);
        var now = _rig.Customer("c1");
        Assert.Equal(("radio", 60.0), (now.Probe!.Value.Probe, now.Score.Value!.Value));
        Assert.Equal((-20, ExpectationState.BelowAdequate, -10, 51), (now.Expectation.Level.Gap!.Value, now.Expectation.Level.State, now.Expectation.Level.OverAdequate!.Value, now.Expectation.Level.Satisfaction!.Value));
        var video = now.Expectation.Apps.Single(a => a.App == App.VideoCall);
        Assert.Equal((30.0, -50.0, ExpectationState.BelowAdequate), (video.Score!.Value, video.Gap!.Value, video.State));
        Assert.Equal(-20, _rig.Experience.GapOf(Tests.Store.Rows.Probe("radio"), 60)!.Value, 9);
        Assert.Null(_rig.Experience.GapOf(Tests.Store.Rows.Probe("nobody"), 60));
    }

    [Fact]
    public void A_stale_score_is_shown_and_meets_no_expectation()
    {
        _rig.Book.Put(Promising("gold", 70, 90));
        _rig.Book.Put(Of("c1", "gold", "old"));
        _rig.Score("old", 95, ScoreState.Stale);
        var now = _rig.Customer("c1");
        Assert.Equal((95.0, null, 80.0, ExpectationState.NoData), (now.Score.Value!.Value, now.Expectation.Level.Gap, now.Expectation.Level.Expected!.Value, now.Expectation.Level.State));
    }

    [Fact]
    public async Task What_is_expected_grows_from_promise_own_days_and_peers()
    {
        _rig.Book.Put(Promising("gold", 60, 70));
        _rig.Book.Put([.. Enumerable.Range(1, 6).Select(i => Of($"c{i}", "gold", $"p{i}"))]);
        // Own medians 90 and, of the five others, 70, 75, 80, 85, 95: their median is 80.
        foreach (var (probe, typical) in new[] { ("p1", 90.0), ("p2", 70), ("p3", 75), ("p4", 80), ("p5", 85), ("p6", 95) }) await _rig.DaysAsync(probe, typical);
        _rig.Score("p1", 85);
        await _rig.History.RefreshAsync(default);
        var expectation = _rig.Customer("c1").Expectation;
        Assert.Equal((65, null, 90, 80), (expectation.Promise!.Value, expectation.Stated, expectation.Own!.Value, expectation.Peers!.Value));
        Assert.Equal(0.6 * 90 + 0.4 * 80, expectation.Level.Expected!.Value, 9);
        Assert.Equal(85 - 86, expectation.Level.Gap!.Value, 9);
        Assert.Equal(ExpectationState.AboveDesired, expectation.Level.State);
        // Four others are too few to be peers.
        _rig.Book.Registry.Remove(new CustomerKey("acme", "c6"));
        _rig.Book.Put(Of("c1", "gold", "p1") with { Node = "olt-7" });
        await _rig.History.RefreshAsync(default);
        Assert.Null(_rig.Customer("c1").Expectation.Peers);
    }

    [Fact]
    public async Task Peers_are_alike_in_technology_tier_and_region()
    {
        _rig.Book.Put(Promising("gold", 60, 70));
        _rig.Book.Put(Promising("prepaid-gold", 60, 70) with { Tier = "gold" });
        // The tier of one plan is the name of the other. One lives elsewhere, one has another line, one another plan, of one neither is known.
        _rig.Book.Put([.. Enumerable.Range(1, 6).Select(i => Of($"c{i}", i % 2 == 0 ? "gold" : "prepaid-gold", $"p{i}"))]);
        _rig.Book.Put(
            Of("south", "gold", "p7") with { Region = "south" }, Of("lte", "gold", "p8") with { Technology = "lte" }, Of("none", null, "p9"), Of("nowhere", "gold", "p10") with { Region = null });
        for (var i = 1; i <= 6; i++) await _rig.DaysAsync($"p{i}", 10 * i);
        await _rig.History.RefreshAsync(default);
        Assert.Equal((40.0, 30.0), (_rig.Customer("c1").Expectation.Peers, _rig.Customer("c6").Expectation.Peers));
        foreach (var other in (string[])["south", "lte", "none", "nowhere"]) Assert.Null(_rig.Customer(other).Expectation.Peers);
        // A plan that leaves the tier takes its customers along.
        _rig.Book.Put(Promising("prepaid-gold", 60, 70));
        await _rig.History.RefreshAsync(default);
        Assert.Null(_rig.Customer("c1").Expectation.Peers);
    }

    [Fact]
    public async Task Bad_service_for_long_lowers_what_is_expected_never_below_the_promise()
    {
        _rig.Book.Put(Promising("gold", 70, 90));
        _rig.Book.Put(Of("c1", "gold", "p1"));
        await _rig.DaysAsync("p1", 20);
        _rig.Score("p1", 20);
        await _rig.History.RefreshAsync(default);
        Assert.Equal((80, -60), (_rig.Customer("c1").Expectation.Level.Expected!.Value, _rig.Customer("c1").Expectation.Level.Gap!.Value));
    }

    [Fact]
    public void What_nobody_promised_the_customer_may_have_stated()
    {
        _rig.Book.Put(new Plan { Tenant = "acme", Name = "half", Promises = new Dictionary<App, Zone> { [App.Voice] = new(50, 60) } });
        _rig.Book.Put(Of("c1", "half", "p1") with { Stated = AppNames.All.ToDictionary(a => a, _ => new Zone(80, 90)) });
        _rig.Score("p1", 90);
        var expectation = _rig.Customer("c1").Expectation;
        Assert.Equal((null, 85), (expectation.Promise, expectation.Stated!.Value));
        // Voice, a tenth of the weight, by its promise; the rest as stated.
        Assert.Equal(0.1 * 50 + 0.9 * 80, expectation.Zone!.Adequate, 9);
        Assert.Equal(0.1 * 60 + 0.9 * 90, expectation.Zone!.Desired, 9);
    }

    [Fact]
    public async Task The_customers_own_ratings_move_the_score_a_little()
    {
        _rig.Book.Put(Promising("gold", 70, 90));
        _rig.Book.Put(Of("c1", "gold", "p1", "p2"));
        var at = Now.AddHours(-5);
        await _rig.ScoredAsync("p1", at, 90);
        await _rig.ScoredAsync("p2", at, 60);
        _rig.Rate("c1", at, 82);
        _rig.Rate("c1", at.AddDays(-3), 10);
        _rig.Rate("c1", at, null, RatingKind.Complaint);
        _rig.Score("p1", 80);
        await _rig.History.RefreshAsync(default);
        // One rating fell in a measured hour: 82 - 60 = 22 over one and ten imagined ones.
        var expectation = _rig.Customer("c1").Expectation;
        Assert.Equal((1, 80 + 22 / 11.0), (expectation.Ratings, expectation.Delivered!.Value));
        Assert.Equal(80, _rig.Customer("c1").Score.Value);
    }

    [Fact]
    public async Task Days_are_read_once_a_day()
    {
        _rig.Book.Put(Of("c1", null, "p1"));
        await _rig.DaysAsync("p1", 50);
        await _rig.History.RefreshAsync(default);
        await _rig.DaysAsync("p1", 90);
        await _rig.History.RefreshAsync(default);
        Assert.Equal((50, 1), (_rig.Customer("c1").Expectation.Own!.Value, _rig.History.Revision));
        _rig.Clock.Advance(TimeSpan.FromDays(1));
        await _rig.History.RefreshAsync(default);
        Assert.Equal((90, 2), (_rig.Customer("c1").Expectation.Own!.Value, _rig.History.Revision));
    }

    [Fact]
    public async Task A_rating_of_just_now_counts_at_once_and_is_joined_again_when_its_half_hour_is_over()
    {
        _rig.Book.Put(Of("c1", null, "p1"));
        var at = Now.AddMinutes(-1);
        await _rig.ScoredAsync("p1", at.AddMinutes(-20), 50);
        _rig.Rate("c1", at, 90);
        await _rig.History.RefreshAsync(default);
        Assert.Equal(40, _rig.History.Of(new CustomerKey("acme", "c1")).Residuals.Single());
        await _rig.ScoredAsync("p1", at, 80);
        await _rig.History.RefreshAsync(default);
        Assert.Equal((40, 1), (_rig.History.Of(new CustomerKey("acme", "c1")).Residuals.Single(), _rig.History.Revision));
        _rig.Clock.Advance(TimeSpan.FromMinutes(31));
        await _rig.History.RefreshAsync(default);
        Assert.Equal(10, _rig.History.Of(new CustomerKey("acme", "c1")).Residuals.Single());
        _rig.Clock.Advance(TimeSpan.FromMinutes(31));
        await _rig.History.RefreshAsync(default);
        Assert.Equal(2, _rig.History.Revision);
    }

    [Fact]
    public async Task Less_than_a_week_is_no_habit()
    {
        _rig.Book.Put(Of("c1", null, "p1"), Of("c2", null, "p2"));
        await _rig.DaysAsync("p1", [50.0, null, 60.0, 70.0, 80.0, 90.0, 100.0]);
        await _rig.DaysAsync("p2", [50.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0]);
        await _rig.History.RefreshAsync(default);
        Assert.Equal((null, 70.0), (_rig.Customer("c1").Expectation.Own, _rig.Customer("c2").Expectation.Own));
    }

    [Fact]
    public void Who_falls_furthest_short_comes_first_and_who_is_not_known_last()
    {
        _rig.Book.Put(Promising("gold", 80, 100));
        _rig.Book.Put(Promising("cheap", 40, 60));
        _rig.Book.Put(Of("a", "gold", "p1"), Of("b", "cheap", "p2"), Of("c", null, "p3"), Of("d", "gold"));
        _rig.Score("p1", 80);
        _rig.Score("p2", 60);
        _rig.Score("p3", 10);
        // The higher score is the greater disappointment.
        Assert.Equal([("a", -10.0), ("b", 10.0), ("c", null), ("d", null)], _rig.Experience.All().Select(n => (n.Customer.Id, n.Expectation.Level.Gap)));
    }

    [Fact]
    public void The_median_of_the_others_is_that_of_the_list_without_oneself() =>
        Prop.ForAll(Gen.Choose(0, 9).Select(v => (double)v).ArrayOf().Where(v => v.Length is > 5 and < 30).ToArbitrary(), values =>
        {
            var customers = values.Select((v, i) => (new Alike("acme", "fibre", "gold", null), Usual(v))).ToList();
            var peers = new Peers(customers);
            return Enumerable.Range(0, values.Length).All(i =>
            {
                var others = values.Where((_, j) => j != i).Order().ToList();
                var middle = others.Count % 2 == 1 ? others[others.Count / 2] : (others[others.Count / 2 - 1] + others[others.Count / 2]) / 2;
                return peers.Of(customers[i].Item1, Usual(values[i])) == Usual(middle);
            });
        }).QuickCheckThrowOnFailure();

    private static UsualLevels Usual(double level) => new(level, PerApp.Of(app => app == App.Voice ? null : level - (int)app));
}

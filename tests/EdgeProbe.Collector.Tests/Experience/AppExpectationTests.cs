using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Expectations;
using static EdgeProbe.Collector.Tests.Experience.ExperienceRig;

namespace EdgeProbe.Collector.Tests.Experience;

/// <summary>What is expected of one app: promise, stated need, own days, peers.</summary>
#pragma warning disable CA1001 // xunit disposes it by IAsyncLifetime
public sealed class AppExpectationTests : IAsyncLifetime
{
    private readonly ExperienceRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task An_app_that_nobody_promised_is_expected_as_it_usually_is()
    {
        _rig.Book.Put(Of("c1", null, "p1"));
        await _rig.DaysAsync("p1", Enumerable.Repeat<double?>(70, 28), apps: day => new PerApp(day < 15 ? 60 : 90, null, null, null, null, 100));
        _rig.Score("p1", 70, apps: [(App.Voice, 45), (App.Web, 80)]);
        await _rig.History.RefreshAsync(default);
        var voice = AppOf("c1", App.Voice);
        Assert.Equal((60.0, null, null, null), (voice.Own, voice.Peers, voice.Promise, voice.Stated));
        Assert.Equal((new Zone(50, 70), 60.0, -15.0, ExpectationState.BelowAdequate), (voice.Zone, voice.Expected, voice.Gap, voice.State));
        // Points never go beyond 100, and an app that was not measured now is expected all the same.
        var availability = AppOf("c1", App.Availability);
        Assert.Equal((new Zone(90, 100), 100.0, null, ExpectationState.NoData), (availability.Zone, availability.Expected, availability.Gap, availability.State));
        // Of the web nothing is known but what it is now.
        var web = AppOf("c1", App.Web);
        Assert.Equal((80.0, null, null, null, null), (web.Score, web.Zone, web.Expected, web.Own, web.Gap));
        Assert.DoesNotContain(_rig.Customer("c1").Expectation.Apps, a => a.App == App.Gaming);
    }

    [Fact]
    public async Task An_app_needs_seven_known_days_of_its_own_in_the_last_28()
    {
        _rig.Book.Put(Of("c1", null, "p1"));
        // Voice was known on the six newest days, gaming on seven; the web only before the last 28.
        await _rig.DaysAsync("p1", Enumerable.Repeat<double?>(70, 40), apps: day => new PerApp(day < 34 ? null : 60, null, day < 33 ? null : 50, day < 12 ? 40 : null, null, null));
        await _rig.History.RefreshAsync(default);
        Assert.Equal([(App.Gaming, (double?)50)], _rig.Customer("c1").Expectation.Apps.Select(a => (a.App, a.Own)));
    }

    [Fact]
    public async Task Peers_are_peers_for_each_app_apart()
    {
        _rig.Book.Put(new Plan { Tenant = "acme", Name = "gold" });
        _rig.Book.Put([.. Enumerable.Range(1, 6).Select(i => Of($"c{i}", "gold", $"p{i}"))]);
        // Of gaming only five are known, so for each of them four others; of voice all six.
        for (var i = 1; i <= 6; i++) await _rig.DaysAsync($"p{i}", 80, apps: new PerApp(40 + 10 * i, null, i == 1 ? null : 10 * i, null, null, null));
        await _rig.History.RefreshAsync(default);
        var voice = AppOf("c1", App.Voice);
        Assert.Equal((50.0, 80.0, 0.6 * 50 + 0.4 * 80), (voice.Own, voice.Peers, voice.Expected!.Value));
        Assert.Equal(new Zone(40, 60), voice.Zone);
        // Who has no gaming days of their own has all five for peers.
        var gaming = AppOf("c1", App.Gaming);
        Assert.Equal((null, 40.0, 40.0, new Zone(30, 50)), (gaming.Own, gaming.Peers, gaming.Expected, gaming.Zone));
        Assert.Equal((20.0, null), (AppOf("c2", App.Gaming).Own, AppOf("c2", App.Gaming).Peers));
    }

    [Fact]
    public async Task Long_bad_service_lowers_what_is_expected_of_an_app_never_below_its_promise()
    {
        _rig.Book.Put(new Plan { Tenant = "acme", Name = "gold", Promises = new Dictionary<App, Zone> { [App.Voice] = new(70, 90) } });
        _rig.Book.Put([.. Enumerable.Range(1, 6).Select(i => Of($"c{i}", "gold", $"p{i}"))]);
        await _rig.DaysAsync("p1", 50, apps: new PerApp(20, null, null, 20, null, null));
        for (var i = 2; i <= 6; i++) await _rig.DaysAsync($"p{i}", 90, apps: new PerApp(95, null, null, null, null, null));
        _rig.Score("p1", 50, apps: [(App.Voice, 20), (App.Web, 20)]);
        await _rig.History.RefreshAsync(default);
        var voice = AppOf("c1", App.Voice);
        // Were the own median let down to 20, no more than the promise's 80 would be left of 0.6 x 20 + 0.4 x 95.
        Assert.Equal((80.0, 20.0, 95.0), (voice.Promise, voice.Own, voice.Peers));
        Assert.Equal(0.6 * 80 + 0.4 * 95, voice.Expected!.Value, 9);
        Assert.Equal((new Zone(70, 90), ExpectationState.BelowAdequate), (voice.Zone, voice.State));
        Assert.Equal(20 - 86, voice.Gap!.Value, 9);
        // Without a promise the own median is all there is.
        Assert.Equal((20.0, 0.0, ExpectationState.WithinTolerance), (AppOf("c1", App.Web).Expected, AppOf("c1", App.Web).Gap, AppOf("c1", App.Web).State));
    }

    [Fact]
    public async Task The_promise_of_an_app_goes_before_what_was_stated_and_that_before_the_own_days()
    {
        _rig.Book.Put(new Plan { Tenant = "acme", Name = "half", Promises = new Dictionary<App, Zone> { [App.Voice] = new(50, 60) } });
        _rig.Book.Put(Of("c1", "half", "p1") with { Stated = new Dictionary<App, Zone> { [App.Voice] = new(80, 90), [App.Web] = new(80, 90) } });
        await _rig.DaysAsync("p1", 30, apps: new PerApp(30, null, null, 99, null, null));
        await _rig.History.RefreshAsync(default);
        var (voice, web) = (AppOf("c1", App.Voice), AppOf("c1", App.Web));
        Assert.Equal((new Zone(50, 60), 55.0, 85.0, 55.0), (voice.Zone, voice.Promise, voice.Stated, voice.Expected));
        // Stated is the floor, and better days raise it.
        Assert.Equal((new Zone(80, 90), null, 85.0, 99.0), (web.Zone, web.Promise, web.Stated, web.Expected));
    }

    [Fact]
    public async Task Of_two_probes_the_one_that_speaks_for_the_day_speaks_for_its_apps()
    {
        _rig.Book.Put(Of("c1", null, "wire", "radio"));
        await _rig.DaysAsync("wire", 95, apps: new PerApp(96, null, null, null, null, null));
        await _rig.DaysAsync("radio", 60, apps: new PerApp(62, null, null, null, null, null));
        await _rig.History.RefreshAsync(default);
        Assert.Equal(62, AppOf("c1", App.Voice).Own);
    }

    private AppExpectation AppOf(string customer, App app) => _rig.Customer(customer).Expectation.Apps.Single(a => a.App == app);
}

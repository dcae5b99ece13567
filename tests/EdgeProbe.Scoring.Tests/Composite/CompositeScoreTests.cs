using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Tests.Composite;

public sealed class CompositeScoreTests
{
    private static readonly Persona Home = ProfileFile.Default.Persona("default_home")!;

    [Fact]
    public void A_bad_core_application_limits_the_whole_to_forty_above_itself()
    {
        var composite = CompositeScore.Of(Home, All(100, web: 10), 0);
        Assert.Equal((50, App.Web), (composite.Value, composite.CappedBy));
        Assert.Equal(77.5, composite.Mean!.Value, 9);
    }

    [Fact]
    public void Too_little_of_the_customers_use_measured_is_no_score()
    {
        var points = new AppPointsSet { [App.Voice] = 100, [App.VideoCall] = 100, [App.Gaming] = 100 };
        Assert.Equal((null, 0.35), (CompositeScore.Of(Home, points, 0).Value, Math.Round(CompositeScore.Of(Home, points, 0).Coverage, 9)));
    }

    [Fact]
    public void Sixty_percent_of_the_weight_is_enough()
    {
        var points = new AppPointsSet { [App.Voice] = 80, [App.VideoCall] = 80, [App.Gaming] = 80, [App.Web] = 80 };
        Assert.Equal(80, CompositeScore.Of(Home, points, 0).Value!.Value, 9);
    }

    [Fact]
    public void Time_in_outage_takes_its_share_of_every_application_but_availability() =>
        Assert.Equal(0.85 * 50 + 0.15 * 100, CompositeScore.Of(Home, All(100), 0.5).Value!.Value, 9);

    [Fact]
    public void An_application_that_a_customer_does_not_use_changes_nothing()
    {
        var worker = ProfileFile.Default.Persona("remote_worker")!;
        var withGames = All(90);
        withGames[App.Gaming] = 0;
        Assert.Equal(CompositeScore.Of(worker, All(90), 0).Value, CompositeScore.Of(worker, withGames, 0).Value);
    }

    private static AppPointsSet All(double points, double? web = null)
    {
        var set = default(AppPointsSet);
        foreach (var app in AppNames.All) set[app] = points;
        if (web is not null) set[App.Web] = web;
        return set;
    }
}

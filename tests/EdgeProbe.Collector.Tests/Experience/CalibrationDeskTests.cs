using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Profiles;
using static EdgeProbe.Collector.Tests.Experience.ExperienceRig;

namespace EdgeProbe.Collector.Tests.Experience;

#pragma warning disable CA1001 // xunit disposes it by IAsyncLifetime
public sealed class CalibrationDeskTests : IAsyncLifetime
{
    private readonly ExperienceRig _rig = new();
    private readonly CalibrationDesk _desk;

    public CalibrationDeskTests() => _desk = new CalibrationDesk(_rig.Book.Registry, _rig.History, _rig.Experience, _rig.Ratings, () => _rig.Scorer.Profile, _rig.Clock);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task What_customers_said_is_set_beside_what_was_measured_around_it()
    {
        var at = Now.AddHours(-3);
        for (var i = 0; i < 40; i++)
        {
            _rig.Book.Put(Of($"c{i}", null, $"p{i}") with { Class = i < 32 ? CustomerClass.Prepaid : CustomerClass.Converged });
            // Video rises with what they say; the score falls, and so does what delay takes away.
            await _rig.ScoredAsync($"p{i}", at, 90 - i, video: 50 + i, causes: new PerCause(60 - i, 0, 0, 0, 0, 0));
            _rig.Rate($"c{i}", at, 40 + i);
        }

        _rig.Rate("c0", at.AddDays(-2), 99);
        await _rig.History.RefreshAsync(default);
        var report = _desk.Of(SegmentBy.All, 90);
        var all = Assert.Single(report.Segments);
        Assert.Equal(("all", 40, 40, 1, false), (all.Key, all.Customers, all.Ratings, report.Unmeasured, all.TooFew));
        Assert.Equal([("score", -1.0), ("app.video_call", 1.0), ("cause.delay", -1.0)], all.Correlations.Where(c => c.Correlation.Rho is not null).Select(c => (c.Part, Math.Round(c.Correlation.Rho!.Value, 9))));
        Assert.Null(all.Correlations.Single(c => c.Part == "cause.loss").Correlation.Rho);

        var byClass = _desk.Of(SegmentBy.Class, 90).Segments.ToDictionary(s => s.Key);
        Assert.Equal((32, false, 8, true), (byClass["prepaid"].Customers, byClass["prepaid"].TooFew, byClass["converged"].Customers, byClass["converged"].TooFew));
        Assert.All(byClass["converged"].Correlations, c => Assert.Null(c.Correlation.Rho));
        var proposal = Assert.Single(report.Proposals);
        Assert.Equal(("default_home", null), (proposal.Persona, proposal.Proposal.Weights));
        Assert.StartsWith("Too few", proposal.Proposal.Reason, StringComparison.Ordinal);
        Assert.Same(report, _desk.Of(SegmentBy.All, 90));
    }

    [Fact]
    public async Task Complaints_are_counted_by_the_band_of_their_day()
    {
        for (var i = 0; i < 10; i++)
        {
            _rig.Book.Put(Of($"c{i}", null, $"p{i}"));
            await _rig.DaysAsync($"p{i}", i < 5 ? 30 : 95, days: 10);
        }

        _rig.Rate("c0", Now.AddDays(-2), null, RatingKind.Complaint);
        _rig.Rate("c0", Now.AddDays(-2).AddHours(1), null, RatingKind.Ticket);
        _rig.Rate("c1", Now.AddDays(-3), null, RatingKind.Ticket);
        _rig.Rate("c9", Now.AddDays(-40), null, RatingKind.Ticket);
        await _rig.History.RefreshAsync(default);
        var bands = _desk.Of(SegmentBy.All, 30).Segments.Single().Bands.ToDictionary(b => b.Band);
        Assert.Equal((50, 2, 2.0), (bands["bad"].Days, bands["bad"].Complaints, bands["bad"].Lift!.Value));
        Assert.Equal((50, 0, 0.0), (bands["excellent"].Days, bands["excellent"].Complaints, bands["excellent"].Lift!.Value));
        Assert.Null(bands["fair"].Lift);
    }

    [Fact]
    public async Task Weights_that_foretell_ratings_better_are_proposed_and_the_same_each_time()
    {
        var (random, at) = (new Random(5), Now.AddHours(-3));
        for (var i = 0; i < 120; i++)
        {
            _rig.Book.Put(Of($"c{i}", null, $"p{i}"));
            double[] apps = [random.Next(0, 101), random.Next(0, 101)];
            var rows = Enumerable.Range(0, 3).Select(m => new ScoreRow
            {
                Probe = Store.Rows.Probe($"p{i}"), MinuteMs = (at.ToUnixTimeMilliseconds() / 60_000 + m) * 60_000L, Score = new Score(50, 50, 50, ScoreState.Confident),
                Apps = new Dictionary<string, double> { ["gaming"] = apps[0], ["web"] = apps[1] },
            });
            await _rig.Store.WriteScoresAsync([.. rows], default);
            _rig.Rate($"c{i}", at, apps[0]);
        }

        await _rig.History.RefreshAsync(default);
        var proposal = _desk.Of(SegmentBy.Persona, 90).Proposals.Single();
        Assert.True(proposal.Proposal.Weights![2] > 0.3, string.Join(' ', proposal.Proposal.Weights));
        Assert.Equal((0.1, 120), (proposal.Present[2], proposal.Proposal.Customers));
        Assert.StartsWith("default_home-", proposal.Id, StringComparison.Ordinal);
        Assert.Equal(proposal.Id, _desk.Of(SegmentBy.All, 89).Proposals.Single().Id);
    }
}

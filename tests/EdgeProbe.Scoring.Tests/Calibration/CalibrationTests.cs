using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Calibration;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Tests.Calibration;

public sealed class CalibrationTests
{
    private static readonly Persona Home = ProfileFile.Default.Persona("default_home")!;

    [Fact]
    public void Rank_correlation_agrees_with_a_case_worked_by_hand()
    {
        // Ten pairs of one to ten with three exchanges of neighbours, three times over with ties: rho is that of the mean ranks.
        double[] x = [.. Enumerable.Range(0, 30).Select(i => (double)(i % 10))];
        double[] y = [.. x.Select(v => (double)(new[] { 1, 0, 2, 4, 3, 5, 6, 8, 7, 9 }[(int)v]))];
        // 1 - 6 sum d² / (n (n² - 1)) with n = 10 and six differences of one.
        var correlation = RankCorrelation.Of(x, y);
        Assert.Equal(1 - 36.0 / 990, correlation.Rho!.Value, 9);
        var half = 1.959963984540054 * Math.Sqrt((1 + correlation.Rho.Value * correlation.Rho.Value / 2) / 27);
        Assert.Equal(Math.Tanh(Math.Atanh(correlation.Rho.Value) - half), correlation.Low!.Value, 9);
        Assert.Equal(Math.Tanh(Math.Atanh(correlation.Rho.Value) + half), correlation.High!.Value, 9);
    }

    [Fact]
    public void A_correlation_of_few_or_of_what_never_varies_is_not_told()
    {
        Assert.Null(RankCorrelation.Of([.. Enumerable.Range(0, 29).Select(i => (double)i)], [.. Enumerable.Range(0, 29).Select(i => (double)i)]).Rho);
        Assert.Null(RankCorrelation.Of([.. Enumerable.Range(0, 40).Select(i => (double)i)], [.. Enumerable.Repeat(5.0, 40)]).Rho);
        var perfect = RankCorrelation.Of([.. Enumerable.Range(0, 40).Select(i => (double)i)], [.. Enumerable.Range(0, 40).Select(i => -i * 2.0)]);
        Assert.Equal(-1, perfect.Rho!.Value, 9);
        Assert.InRange(perfect.Low!.Value, -1, perfect.High!.Value);
    }

    [Fact]
    public void The_interval_holds_the_true_correlation_about_as_often_as_it_says()
    {
        // Spearman's rho of a bivariate normal with r = 0.5 is 6/pi asin(r/2).
        var truth = 6 / Math.PI * Math.Asin(0.25);
        var random = new Random(7);
        var held = Enumerable.Range(0, 400).Count(_ =>
        {
            var pairs = Enumerable.Range(0, 60).Select(_ => Normal(random)).Select(a => (X: a, Y: 0.5 * a + Math.Sqrt(0.75) * Normal(random))).ToList();
            var correlation = RankCorrelation.Of([.. pairs.Select(p => p.X)], [.. pairs.Select(p => p.Y)]);
            return correlation.Low <= truth && truth <= correlation.High;
        });
        Assert.InRange(held, 368, 392);
    }

    [Fact]
    public void Complaints_are_set_against_all_days()
    {
        var rates = ComplaintRate.Of([("bad", 100, 10), ("good", 900, 10), ("poor", 10, 5), ("fair", 0, 0)]);
        Assert.Equal(0.1 / (25.0 / 1010), rates[0].Lift!.Value, 9);
        Assert.True(rates[0].Low > 1 && rates[0].High > rates[0].Lift, "a tenth of a hundred days is clearly more than one in forty");
        Assert.Equal((null, 0.5), (rates[2].Lift, rates[2].Rate));
        Assert.Equal((null, null), (rates[3].Lift, rates[3].Rate));
        Assert.All(ComplaintRate.Of([("bad", 100, 0)]), r => Assert.Null(r.Lift));
    }

    [Fact]
    public void Ratings_that_follow_other_weights_bring_those_weights_to_light()
    {
        // What these customers value is gaming alone.
        var proposal = WeightProposal.Of(Home, Said(400, noise: 5, apps => apps[(int)App.Gaming]!.Value));
        Assert.NotNull(proposal.Weights);
        Assert.Equal(1, proposal.Weights.Sum(), 12);
        Assert.All(proposal.Weights, w => Assert.InRange(w, 0, 1));
        // Streaming was never measured and keeps its quarter; of the rest gaming gets nearly all.
        Assert.Equal(0.25, proposal.Weights[(int)App.Streaming], 9);
        Assert.True(proposal.Weights[(int)App.Gaming] > 0.5, string.Join(' ', proposal.Weights));
        Assert.True(proposal.Low > 0 && proposal.Low < proposal.Gain && proposal.Gain < proposal.High && proposal.High <= 1.1);
    }

    [Fact]
    public void Ratings_that_follow_the_present_weights_or_nothing_change_none()
    {
        double Composite(IReadOnlyList<double?> apps) => AppNames.All.Where(a => apps[(int)a] is not null).Sum(a => Home.Weight(a) * apps[(int)a]!.Value) / 0.75;
        Assert.Null(WeightProposal.Of(Home, Said(400, noise: 15, Composite)).Weights);
        var random = new Random(3);
        var noise = WeightProposal.Of(Home, Said(400, noise: 0, _ => 100 * random.NextDouble()));
        Assert.Null(noise.Weights);
        Assert.True(noise.Low <= 0);
    }

    [Fact]
    public void Few_customers_propose_nothing_however_often_they_rate()
    {
        var few = Said(99, noise: 0, apps => apps[(int)App.Gaming]!.Value);
        var proposal = WeightProposal.Of(Home, [.. few, .. few, .. few]);
        Assert.Equal((null, 99, 297), (proposal.Weights, proposal.Customers, proposal.Ratings));
        Assert.StartsWith("Too few: 99", proposal.Reason, StringComparison.Ordinal);
        Assert.Null(WeightProposal.Of(Home, []).Weights);
    }

    private static List<RatedApps> Said(int customers, double noise, Func<IReadOnlyList<double?>, double> rating)
    {
        var random = new Random(20261124);
        return [.. Enumerable.Range(0, customers).Select(customer =>
        {
            double?[] apps = [.. AppNames.All.Select(app => app == App.Streaming ? (double?)null : 100 * random.NextDouble())];
            return new RatedApps(customer, Math.Clamp(rating(apps) + noise * Normal(random), 0, 100), apps);
        })];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

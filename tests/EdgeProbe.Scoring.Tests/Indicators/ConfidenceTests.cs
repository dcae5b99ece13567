using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Tests.Indicators;

public sealed class ConfidenceTests
{
    [Theory]
    [InlineData(60, 0.0602)]
    [InlineData(300, 0.0126)]
    public void No_loss_in_a_few_packets_proves_only_this_much(int sent, double upper) =>
        Assert.Equal(upper, Confidence.Wilson(0, sent).High, 4);

    [Theory]
    [InlineData(0.75, 11)]
    [InlineData(0.90, 29)]
    [InlineData(0.95, 59)]
    [InlineData(0.99, 299)]
    [InlineData(0.999, 2995)]
    public void Wilks_asks_for_this_many_observations(double share, int fewest) => Assert.Equal(fewest, Confidence.FewestFor(share));

    [Fact]
    public void Ranks_stay_inside_what_was_observed()
    {
        var (low, high) = Confidence.QuantileRanks(10, 0.99);
        Assert.InRange(low, 1, 10);
        Assert.Equal(10, high);
    }

    [Theory]
    [InlineData(0, 1, 0, 0, ScoreState.NoData)]
    [InlineData(300, 1, 0, 181, ScoreState.Stale)]
    [InlineData(298, 1, 0, 0, ScoreState.Insufficient)]
    [InlineData(300, 0.49, 0, 0, ScoreState.Insufficient)]
    [InlineData(300, 1, 25.1, 0, ScoreState.Insufficient)]
    [InlineData(300, 0.79, 0, 0, ScoreState.Provisional)]
    [InlineData(300, 1, 10.1, 0, ScoreState.Provisional)]
    [InlineData(299, 1, 10, 180, ScoreState.Confident)]
    public void A_score_says_how_far_to_rely_on_it(int observed, double coverage, double width, double age, ScoreState expected) =>
        Assert.Equal(expected, Reliability.Of(observed, 0.99, coverage, width, age, 60));

    [Theory]
    [InlineData(18, 600, 2, 300, false)]
    [InlineData(24, 300, 0, 300, true)]
    [InlineData(7, 300, 0, 300, true)]
    [InlineData(6, 300, 0, 300, false)]
    [InlineData(0, 300, 7, 300, false)]
    [InlineData(300, 300, 300, 300, false)]
    [InlineData(3, 0, 0, 300, false)]
    public void A_share_is_higher_only_by_more_than_chance(long hits, long observed, long otherHits, long otherObserved, bool expected) =>
        Assert.Equal(expected, Confidence.IsHigher(hits, observed, otherHits, otherObserved));
}

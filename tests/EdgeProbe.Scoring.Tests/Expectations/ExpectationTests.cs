using EdgeProbe.Scoring.Expectations;

namespace EdgeProbe.Scoring.Tests.Expectations;

public sealed class ExpectationTests
{
    [Fact]
    public void The_same_score_pleases_one_customer_and_disappoints_another()
    {
        Assert.Equal(7.5, Expectation.Of(80, 65, 80).Gap);
        Assert.Equal((ExpectationState.BelowAdequate, -10), (Expectation.Of(80, 85, 95).State, Expectation.Of(80, 85, 95).Gap));
    }

    [Fact]
    public void Falling_short_costs_more_than_exceeding_gains() =>
        Assert.True(80 - Expectation.Of(80, 85, 95).Satisfaction > Expectation.Of(80, 65, 75).Satisfaction - 80);

    [Fact]
    public void Nothing_delivered_is_no_gap() => Assert.Equal(ExpectationState.NoData, Expectation.Of(null, 60, 80).State);

    [Fact]
    public void A_promise_holds_the_expectation_up_after_a_bad_month() => Assert.Equal(80, ExpectationLevel.Of(80, 20, 30));

    [Fact]
    public void A_few_ratings_move_a_score_only_a_little()
    {
        Assert.Equal(50 + 50.0 / 11, ExpectationLevel.Calibrated(50, [50])!.Value, 9);
        Assert.Null(ExpectationLevel.Calibrated(null, [50]));
    }
}

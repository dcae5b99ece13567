using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Tests.Indicators;

public sealed class EModelTests
{
    // G.107 Annex B gives these pairs of R and MOS as category limits.
    [Theory]
    [InlineData(90, 4.34)]
    [InlineData(80, 4.03)]
    [InlineData(70, 3.60)]
    [InlineData(60, 3.10)]
    [InlineData(50, 2.58)]
    public void The_category_limits_of_Annex_B_come_out(double r, double mos) => Assert.Equal(mos, EModel.Mos(r), tolerance: 0.01);

    [Fact]
    public void A_delay_of_200_ms_costs_3_points_of_R_and_not_the_3_66_of_a_known_mistake() =>
        Assert.Equal(3.04, EModel.DelayImpairment(200), 2);

    [Fact]
    public void Delay_up_to_100_ms_goes_unnoticed() => Assert.Equal(0, EModel.DelayImpairment(100));

    [Fact]
    public void Mos_never_falls_under_one_where_the_cubic_dips() =>
        Assert.All(Enumerable.Range(0, 70), tenth => Assert.InRange(EModel.Mos(tenth / 10.0), 1, 1.1));

    [Fact]
    public void Ten_losses_in_one_run_are_burstier_than_ten_single_ones() =>
        Assert.True(EModel.BurstRatio(1000, 10, 1) > EModel.BurstRatio(1000, 10, 10));

    [Fact]
    public void Without_loss_the_burst_ratio_is_one() => Assert.Equal(1, EModel.BurstRatio(1000, 0, 0));

    [Fact]
    public void Erf_agrees_with_tabled_values()
    {
        // Abramowitz and Stegun, table 7.1.
        Assert.Equal(0.5204998778, Gaussian.Erf(0.5), 9);
        Assert.Equal(0.8427007929, Gaussian.Erf(1), 9);
        Assert.Equal(0.9953222650, Gaussian.Erf(2), 9);
    }
}

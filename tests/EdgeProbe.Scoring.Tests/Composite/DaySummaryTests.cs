using EdgeProbe.Scoring.Composite;

namespace EdgeProbe.Scoring.Tests.Composite;

public sealed class DaySummaryTests
{
    [Fact]
    public void The_consistent_level_is_met_for_four_fifths_of_the_active_time()
    {
        var day = DaySummary.Of([new(20, 1), new(90, 1), new(90, 1), new(90, 1), new(90, 1), new(90, 0)]);
        Assert.Equal((76, 90, 20, 1), (day.Mean, day.Typical, day.Consistent, day.Coverage));
    }

    [Fact]
    public void Less_than_half_of_the_use_observed_is_no_summary() =>
        Assert.Equal((null, 0.25), (DaySummary.Of([new(50, 1), new(null, 3)]).Mean, DaySummary.Of([new(50, 1), new(null, 3)]).Coverage));

    [Fact]
    public void A_day_without_use_is_unknown() => Assert.Equal(new DaySummary(null, null, null, 0), DaySummary.Of([new(50, 0)]));
}

using EdgeProbe.Scoring.Availability;

namespace EdgeProbe.Scoring.Tests.Availability;

public sealed class BurnRateTests
{
    [Fact]
    public void Both_windows_must_burn_before_anybody_is_woken()
    {
        Assert.Equal(BurnAlert.Page, BurnRate.Alert(14.4, null, 14.4, null, null));
        Assert.Equal(BurnAlert.None, BurnRate.Alert(1, null, 100, null, null));
        Assert.Equal(BurnAlert.Ticket, BurnRate.Alert(0, 0, 0, 1, 1));
    }

    [Fact]
    public void A_burn_rate_that_was_not_measured_is_unknown() => Assert.Null(BurnRate.Of(0, 0, 0.999));

    [Fact]
    public void Ten_bad_slots_of_a_thousand_burn_a_99_percent_budget_at_its_own_pace() => Assert.Equal(1, BurnRate.Of(10, 1000, 0.99)!.Value, 9);

    [Fact]
    public void Without_an_outage_the_time_between_failures_is_only_a_lower_bound()
    {
        var quiet = AvailabilityRule.Apply(Enumerable.Repeat(SlotState.Good, 720).ToArray());
        Assert.Equal(new RepairTimes(0, null, null, 3600), RepairTimes.Of(quiet, 5));
        var broken = AvailabilityRule.Apply([.. Enumerable.Repeat(SlotState.Bad, 12), .. Enumerable.Repeat(SlotState.Good, 708)]);
        Assert.Equal(new RepairTimes(1, 60, 3540, null), RepairTimes.Of(broken, 5));
    }
}

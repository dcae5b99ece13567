using EdgeProbe.Scoring.Availability;

namespace EdgeProbe.Scoring.Tests.Availability;

public sealed class CheckTimelineTests
{
    [Fact]
    public void A_lone_failure_proves_its_own_slot_alone() =>
        Assert.Equal("AWWWWWFWWWWWAWWW", Verdicts("0+ 6- 12+", 16));

    [Fact]
    public void Between_two_failures_the_service_fails() =>
        Assert.Equal("AWWWWWFFFFFFFWWWWWAW", Verdicts("0+ 6- 12- 18+", 20));

    [Fact]
    public void After_the_last_failure_nothing_is_decided_until_the_next_check_and_no_longer_than_a_check_reaches() =>
        Assert.Equal("AWWWWWFUUUUUUUUUUUU..", Verdicts("0+ 6-", 21));

    [Fact]
    public void Before_the_first_check_and_long_after_the_last_nothing_is_said() =>
        Assert.Equal("..AWWWWWWWWWWWW...", Verdicts("2+", 18));

    [Fact]
    public void Failures_too_far_apart_say_nothing_of_the_time_between() =>
        Assert.Equal("FUUUUUUUUUUUU.F", Verdicts("0- 14-", 15));

    [Fact]
    public void One_success_in_a_slot_is_a_service_that_works() =>
        Assert.Equal("AWW", Verdicts("0- 0+", 3));

    [Fact]
    public void The_order_in_which_checks_come_does_not_matter() =>
        Assert.Equal(Verdicts("0+ 6- 12- 18+", 30), Verdicts("18+ 12- 0+ 6-", 30));

    [Theory]
    [InlineData(SlotState.Good, "F", SlotState.Bad)]
    [InlineData(SlotState.Good, "FF", SlotState.Bad)]
    [InlineData(SlotState.Good, "F.", SlotState.Bad)]
    [InlineData(SlotState.Good, "FW", SlotState.Good)]
    [InlineData(SlotState.Good, "UW", SlotState.Good)]
    [InlineData(SlotState.Good, "", SlotState.Good)]
    [InlineData(SlotState.Good, "..", SlotState.Good)]
    [InlineData(SlotState.Good, "U", SlotState.Unknown)]
    [InlineData(SlotState.Good, "FU", SlotState.Unknown)]
    [InlineData(SlotState.Unknown, "F", SlotState.Unknown)]
    [InlineData(SlotState.Unknown, "W", SlotState.Unknown)]
    [InlineData(SlotState.Unknown, "A", SlotState.Unknown)]
    [InlineData(SlotState.Good, "FA", SlotState.Good)]
    [InlineData(SlotState.Bad, "W", SlotState.Bad)]
    [InlineData(SlotState.Bad, "F", SlotState.Bad)]
    [InlineData(SlotState.Bad, "FA", SlotState.Good)]
    [InlineData(SlotState.Bad, "U", SlotState.Bad)]
    public void All_services_must_fail_over_a_good_path_for_the_slot_to_be_bad(SlotState path, string services, SlotState expected) =>
        Assert.Equal(expected, ServiceSlots.Combine(path, [.. services.Select(Verdict)]));

    // A reach of twelve slots: a check each thirty seconds.
    private static string Verdicts(string checks, int slots)
    {
        var timeline = new CheckTimeline(checks.Split(' ').Select(c => new CheckResult(long.Parse(c[..^1], System.Globalization.CultureInfo.InvariantCulture), c[^1] == '+')), 12);
        return string.Concat(Enumerable.Range(0, slots).Select(s => ".UFWA"[(int)timeline.At(s)]));
    }

    private static CheckVerdict Verdict(char letter) => (CheckVerdict)".UFWA".IndexOf(letter, StringComparison.Ordinal);
}

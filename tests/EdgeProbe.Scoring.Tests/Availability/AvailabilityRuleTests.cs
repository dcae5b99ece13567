using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Tests.Availability;

public sealed class AvailabilityRuleTests
{
    [Fact]
    public void Five_bad_slots_are_no_outage() => Assert.Empty(Apply("GGG" + "BBBBB" + "GGGGGG").Outages);

    [Fact]
    public void Six_bad_slots_are_an_outage_from_the_first_of_them()
    {
        var report = Apply("GGG" + "BBBBBB" + "GGGGGG");
        Assert.Equal([new Outage(3, 9, 6)], report.Outages);
        Assert.Equal((15, 6), (report.Observed, report.Unavailable));
    }

    [Fact]
    public void An_outage_ends_at_the_first_of_six_good_slots_and_a_short_relief_belongs_to_it() =>
        Assert.Equal([new Outage(0, 13, 13)], Apply("BBBBBB" + "GGG" + "BBBB" + "GGGGGG").Outages);

    [Fact]
    public void An_unknown_slot_neither_counts_nor_breaks_a_run()
    {
        var report = Apply("GG" + "BBBUUUBBB" + "GGGGGG");
        Assert.Equal([new Outage(2, 11, 6)], report.Outages);
        Assert.Equal(14, report.Observed);
    }

    [Fact]
    public void A_run_is_not_carried_across_more_than_five_minutes_of_silence() =>
        Assert.Empty(Apply("GGG" + "BBB" + new string('U', 61) + "BBB" + "GGGGGG").Outages);

    [Fact]
    public void Nothing_observed_is_neither_up_nor_down() => Assert.Null(Apply("UUUU").Share);

    [Theory]
    [InlineData(0.001, 84.9)]
    [InlineData(0.005, 50)]
    [InlineData(0.05, 0)]
    [InlineData(0.0005, 100)]
    [InlineData(0, 100)]
    public void Availability_is_scored_on_a_logarithmic_scale(double unavailable, double points) =>
        Assert.Equal(points, AvailabilityScore.Points(ProfileFile.Default.Availability, unavailable)!.Value, 1);

    [Fact]
    public void One_silent_target_alone_proves_nothing() =>
        Assert.Equal(SlotState.Unknown, ReferenceSlots.Combine([new Slot(SlotState.Bad, 5)]));

    [Fact]
    public void Two_silent_targets_prove_the_line_bad_and_one_answer_proves_it_good()
    {
        Assert.Equal(SlotState.Bad, ReferenceSlots.Combine([new Slot(SlotState.Bad, 5), new Slot(SlotState.Bad, 5)]));
        Assert.Equal(SlotState.Good, ReferenceSlots.Combine([new Slot(SlotState.Bad, 5), new Slot(SlotState.Good, 5)]));
    }

    [Fact]
    public void Too_few_attempts_prove_nothing() =>
        Assert.Equal(SlotState.Unknown, ReferenceSlots.Combine([new Slot(SlotState.Bad, 2), new Slot(SlotState.Bad, 2)]));

    private static AvailabilityReport Apply(string slots) => AvailabilityRule.Apply([.. slots.Select(letter => letter switch
    {
        'G' => SlotState.Good,
        'B' => SlotState.Bad,
        _ => SlotState.Unknown,
    })]);
}

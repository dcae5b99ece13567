using EdgeProbe.Agent.Windows;

namespace EdgeProbe.Agent.Tests.Windows;

public sealed class TargetWatchTests
{
    private readonly TargetWatch _watch = new();

    [Fact]
    public void Half_a_minute_of_bad_slots_is_down_and_half_a_minute_of_good_ones_is_up()
    {
        Assert.Equal([null, null, true, null, null, false], Judge("BB", "BB", "BB", "GG", "GG", "GG"));
    }

    [Fact]
    public void A_good_slot_begins_the_count_anew()
    {
        Assert.Equal([null, null, null, null, null], Judge("BB", "BB", "GB", "BB", "BB"));
        Assert.Equal([true], Judge("BU"));
    }

    [Fact]
    public void Slots_without_an_attempt_are_passed_over()
    {
        Assert.Equal([null, null, null, null, true], Judge("BU", "BB", "UU", "BB", "UB"));
    }

    private List<bool?> Judge(params string[] windows) =>
        [.. windows.Select(w => _watch.Judge(new Sample { Test = 1, Slots = [.. w.Select(c => new Slot(c == 'B' ? SlotState.Bad : c == 'G' ? SlotState.Good : SlotState.Unknown, 5))] }))];
}

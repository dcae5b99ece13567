using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;

namespace EdgeProbe.Collector.Tests.Scores;

public sealed class SlotHistoryTests
{
    private readonly SlotHistory _history = new();

    [Fact]
    public void A_slot_is_bad_only_when_two_targets_behind_the_access_line_are_bad()
    {
        Remake(Rows.Noon, Rows.Noon + 10_000,
        [
            Row(1, Segment.Lan, SlotState.Good, SlotState.Good),
            Row(3, Segment.Core, SlotState.Bad, SlotState.Bad),
            Row(4, Segment.Service, SlotState.Bad, SlotState.Good),
        ]);
        Assert.Equal([SlotState.Bad, SlotState.Good], _history.Between(Rows.Noon, Rows.Noon + 10_000));
    }

    [Fact]
    public void One_silent_target_proves_nothing()
    {
        Remake(Rows.Noon, Rows.Noon + 10_000, [Row(4, Segment.Service, SlotState.Bad, SlotState.Bad)]);
        Assert.Equal([SlotState.Unknown, SlotState.Unknown], _history.Between(Rows.Noon, Rows.Noon + 10_000));
    }

    [Fact]
    public void What_was_a_day_ago_is_not_taken_for_now()
    {
        Remake(Rows.Noon, Rows.Noon + 10_000, [Row(4, Segment.Service, SlotState.Good, SlotState.Good)]);
        Assert.Equal([SlotState.Unknown], _history.Between(Rows.Noon + ScoreWindow.DayMs, Rows.Noon + ScoreWindow.DayMs + 5_000));
        Remake(Rows.Noon + ScoreWindow.DayMs, Rows.Noon + ScoreWindow.DayMs + 5_000, []);
        Remake(Rows.Noon, Rows.Noon + 10_000, [Row(4, Segment.Service, SlotState.Good, SlotState.Good)]);
        Assert.Equal([SlotState.Unknown], _history.Between(Rows.Noon + ScoreWindow.DayMs, Rows.Noon + ScoreWindow.DayMs + 5_000));
    }

    private void Remake(long fromMs, long toMs, IReadOnlyList<WindowRow> rows) => _history.Remake(fromMs, toMs, KeptWindow.Of(rows), new Dictionary<TestKey, TimeSpan>());

    private static WindowRow Row(uint alias, Segment segment, SlotState first, SlotState second)
    {
        var row = Rows.Row(Rows.Noon, Rows.Test(alias, segment));
        row.Sample.Slots = [new Slot(first, 5), new Slot(second, 5)];
        return row;
    }
}

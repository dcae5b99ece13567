using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Availability;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>A line whose pings are all answered, and what the checks of the services on it make of its slots.</summary>
public sealed class ServiceOutageTests
{
    private const int Minutes = 5;
    private static readonly TestKey Shop = Rows.Test(5, kind: Kind.Http, target: "shop");
    private static readonly TestKey Bank = Rows.Test(6, kind: Kind.Http, target: "bank");

    [Fact]
    public void A_single_failing_check_makes_no_outage() => Assert.Empty(Outages(Checks(Shop, failing: [3])));

    [Fact]
    public void Two_failing_checks_in_a_row_make_an_outage_from_the_first_to_the_second()
    {
        var slots = Slots([.. Path(), .. Checks(Shop, failing: [3, 4])]);
        Assert.Equal(Enumerable.Range(18, 7), Places(slots, SlotState.Bad));
        Assert.Equal([new Outage(18, 25, 7)], AvailabilityRule.Apply(slots).Outages);
    }

    [Fact]
    public void While_another_service_works_the_line_is_available() =>
        Assert.Empty(Outages([.. Checks(Shop, failing: [3, 4, 5, 6]), .. Checks(Bank)]));

    [Fact]
    public void When_all_services_fail_the_line_is_unavailable() =>
        Assert.NotEmpty(Outages([.. Checks(Shop, failing: [3, 4, 5, 6]), .. Checks(Bank, failing: [3, 4, 5, 6])]));

    [Fact]
    public void A_dead_family_does_not_take_the_service_down() =>
        Assert.Empty(Outages([.. Checks(Shop), .. Checks(Shop with { Alias = 7, Family = IpFamily.V6 }, failing: [.. Enumerable.Range(0, 10)])]));

    [Fact]
    public void Until_the_check_after_a_failure_is_known_the_slots_are_unknown_and_never_bad()
    {
        var slots = Slots([.. Path(), .. Checks(Shop, failing: [8]).Where(r => r.StartMs <= Rows.Noon + 240_000)]);
        Assert.Equal([48], Places(slots, SlotState.Bad));
        Assert.Equal(Enumerable.Range(49, 11), Places(slots, SlotState.Unknown));
    }

    [Fact]
    public void Over_a_path_that_nobody_measured_failing_checks_are_unknown_and_never_bad() =>
        Assert.Equal(Enumerable.Range(0, 60), Places(Slots(Checks(Shop, failing: [.. Enumerable.Range(0, 10)])), SlotState.Unknown));

    [Fact]
    public void A_check_that_could_not_be_made_is_no_failure()
    {
        var rows = Checks(Shop);
        foreach (var row in rows) (row.Sample.Sent, row.Sample.Received, row.Sample.NotAttempted) = (0, 0, 1);
        Assert.Equal(Enumerable.Range(0, 60), Places(Slots([.. Path(), .. rows]), SlotState.Good));
    }

    [Fact]
    public void The_slot_that_the_probe_names_is_the_one_that_is_bad()
    {
        var rows = Checks(Shop, failing: [3]);
        foreach (var row in rows)
            row.Sample.Slots = [new Slot(SlotState.Unknown, 0), new Slot(row.Sample.Failed > 0 ? SlotState.Bad : SlotState.Good, 1)];
        Assert.Equal([19], Places(Slots([.. Path(), .. rows]), SlotState.Bad));
    }

    [Fact]
    public void Checks_that_come_after_the_pings_of_their_time_make_the_outage_all_the_same()
    {
        var workspace = new ScoreWorkspace(Rows.Probe(), () => Periods);
        workspace.Take(Path(), late: false);
        foreach (var check in Checks(Shop, failing: [3, 4, 5])) workspace.Take([check], late: false);
        Assert.Equal(Enumerable.Range(18, 13), Places(workspace.Slots.Between(Rows.Noon, Rows.Noon + Minutes * 60_000), SlotState.Bad));
    }

    [Fact]
    public void While_checks_work_services_that_ignore_pings_make_no_outage()
    {
        List<WindowRow> silent = [.. Path(SlotState.Bad), .. Path(SlotState.Bad, Rows.Test(4))];
        Assert.NotEmpty(AvailabilityRule.Apply(Slots(silent)).Outages);
        Assert.Empty(AvailabilityRule.Apply(Slots([.. silent, .. Checks(Shop)])).Outages);
    }

    private static Dictionary<TestKey, TimeSpan> Periods => new() { [Shop] = TimeSpan.FromSeconds(30), [Bank] = TimeSpan.FromSeconds(30) };

    private static IReadOnlyList<Outage> Outages(IReadOnlyList<WindowRow> checks) => AvailabilityRule.Apply(Slots([.. Path(), .. checks])).Outages;

    private static SlotState[] Slots(IReadOnlyList<WindowRow> rows)
    {
        var history = new SlotHistory();
        history.Remake(Rows.Noon, Rows.Noon + Minutes * 60_000, KeptWindow.Of(rows), Periods);
        return history.Between(Rows.Noon, Rows.Noon + Minutes * 60_000);
    }

    private static IEnumerable<int> Places(SlotState[] slots, SlotState state) => Enumerable.Range(0, slots.Length).Where(i => slots[i] == state);

    private static List<WindowRow> Path(SlotState state = SlotState.Good, TestKey? test = null) => [.. Enumerable.Range(0, Minutes * 6).Select(i =>
    {
        var row = Rows.Row(Rows.Noon + i * 10_000L, test ?? Rows.Test(3, Segment.Core));
        (row.Sample.Sent, row.Sample.Received, row.Sample.Slots) = (10, state == SlotState.Good ? 10u : 0, [new Slot(state, 5), new Slot(state, 5)]);
        return row;
    })];

    // One each thirty seconds; the failing ones by their place.
    private static List<WindowRow> Checks(TestKey test, params int[] failing) => [.. Enumerable.Range(0, Minutes * 2).Select(i =>
    {
        var fails = failing.Contains(i);
        var row = Rows.Row(Rows.Noon + i * 30_000L, test, delays: fails ? [] : [300_000]);
        if (fails) (row.Sample.Sent, row.Sample.Failed, row.Sample.Reason) = (1, 1, Reason.ConnectionReset);
        return row;
    })];
}

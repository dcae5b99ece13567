using System.Text.Json;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Scoring.Parity;
using EdgeProbe.Scoring.Profiles;
using static EdgeProbe.Collector.Tests.Experience.ExperienceRig;

namespace EdgeProbe.Collector.Tests.Experience;

#pragma warning disable CA1001 // xunit disposes it by IAsyncLifetime
public sealed class ParityBoardTests : IAsyncLifetime
{
    private readonly ExperienceRig _rig = new();
    private readonly ParityBoard _board;

    public ParityBoardTests() => _board = new ParityBoard(_rig.Book.Registry, _rig.History, _rig.Experience, ProfileFile.Default);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_class_that_is_served_worse_for_weeks_is_a_gap_in_plain_words()
    {
        await ClassAsync(CustomerClass.Prepaid, 10, i => Enumerable.Repeat<double?>(70 + i % 5, 35));
        await ClassAsync(CustomerClass.Postpaid, 15, i => Enumerable.Repeat<double?>(90 + i % 5, 35));
        var answer = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Score, 28);
        Assert.Equal((ParityState.Gap, 7, 10, 15, "points"), (answer.State, answer.DaysInGap, answer.Report.CountA, answer.Report.CountB, answer.Unit));
        Assert.Equal(-20, answer.Report.Shift!.Value, 6);
        Assert.Equal((72.0, 92.0), (answer.QuantilesA!.P50, answer.QuantilesB!.P50));
        Assert.Equal("Prepaid and postpaid customers are not treated alike: prepaid customers have a score 20 points lower among customers alike in technology, tier and region (10 prepaid, 15 postpaid, 28 days), on 7 of the last 7 days.", answer.Sentence);
        var back = _board.Of(CustomerClass.Postpaid, CustomerClass.Prepaid, ParityOf.Score, 28);
        Assert.Equal((ParityState.Gap, -answer.Report.Shift, -answer.Report.CliffsDelta), (back.State, back.Report.Shift, back.Report.CliffsDelta));
        Assert.Same(answer, _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Score, 28));
    }

    [Fact]
    public async Task A_gap_of_two_days_is_worth_watching_and_of_three_days_a_gap()
    {
        // The median of seven days is low when four of them are.
        IEnumerable<double?> Days(int bad) => [.. Enumerable.Repeat<double?>(90, 30 - bad), .. Enumerable.Repeat<double?>(70, bad)];
        await ClassAsync(CustomerClass.Prepaid, 12, _ => Days(5));
        await ClassAsync(CustomerClass.Postpaid, 12, _ => Days(0));
        var answer = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Score, 7);
        Assert.Equal((ParityState.Watch, 2), (answer.State, answer.DaysInGap));
        Assert.StartsWith("Worth watching: prepaid customers have a score 20 points lower", answer.Sentence, StringComparison.Ordinal);
        _rig.Clock.Advance(TimeSpan.FromDays(1));
        for (var i = 0; i < 12; i++) await _rig.DaysAsync($"Prepaid{i}", Days(6));
        for (var i = 0; i < 12; i++) await _rig.DaysAsync($"Postpaid{i}", Days(0));
        await _rig.History.RefreshAsync(default);
        var later = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Score, 7);
        Assert.Equal((ParityState.Gap, 3), (later.State, later.DaysInGap));
    }

    [Fact]
    public async Task Few_customers_never_show()
    {
        await ClassAsync(CustomerClass.Prepaid, 14, i => Enumerable.Repeat<double?>(70, 28));
        await ClassAsync(CustomerClass.Postpaid, 12, i => Enumerable.Repeat<double?>(90, 28));
        await ClassAsync(CustomerClass.Prepaid, 4, i => Enumerable.Repeat<double?>(1, 28), "island");
        await ClassAsync(CustomerClass.Postpaid, 12, i => Enumerable.Repeat<double?>(99, 28), "island");
        var answer = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Score, 28);
        var island = answer.Strata.Single(s => s.Region == "island");
        Assert.Equal((true, null, null, null, null), (island.Suppressed, island.CountA, island.CountB, island.Shift, island.P10));
        Assert.Equal((14, 12, 70.0, 70.0), (answer.Report.CountA, answer.Report.CountB, answer.QuantilesA!.P10, answer.QuantilesA.P90));

        var few = _board.Of(CustomerClass.Converged, CustomerClass.Postpaid, ParityOf.Score, 28);
        Assert.Equal((ParityState.Insufficient, null, null), (few.State, few.QuantilesA, few.QuantilesB));
        Assert.Contains("ten of each are needed", few.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slower_repair_is_a_negative_shift_in_minutes_and_who_had_no_outage_has_no_time_to_repair()
    {
        await ClassAsync(CustomerClass.Prepaid, 10, _ => Enumerable.Repeat<double?>(80, 10), outages: 1, repairSeconds: 3_600);
        await ClassAsync(CustomerClass.Postpaid, 11, _ => Enumerable.Repeat<double?>(80, 10), outages: 2, repairSeconds: 1_200);
        await ClassAsync(CustomerClass.Converged, 12, _ => Enumerable.Repeat<double?>(80, 10));
        var answer = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Repair, 28);
        Assert.Equal((ParityState.Gap, "minutes", 60.0, 10.0), (answer.State, answer.Unit, answer.QuantilesA!.P50, answer.QuantilesB!.P50));
        Assert.Equal(-50, answer.Report.Shift!.Value, 3);
        Assert.Contains("prepaid customers have outages that last 50 minutes longer", answer.Sentence, StringComparison.Ordinal);
        Assert.Equal((ParityState.Insufficient, 0), (_board.Of(CustomerClass.Prepaid, CustomerClass.Converged, ParityOf.Repair, 28).State, _board.Of(CustomerClass.Prepaid, CustomerClass.Converged, ParityOf.Repair, 28).Report.CountB));
    }

    [Fact]
    public async Task Availability_is_in_points_and_the_gap_is_what_is_got_against_what_is_expected()
    {
        _rig.Book.Put(Promising("fast", 90, 100));
        // 86 of 17,280 slots are 0.5 %: half of the points. The same score is 15 short of one promise and nothing to the other.
        await ClassAsync(CustomerClass.Prepaid, 10, _ => Enumerable.Repeat<double?>(80, 28), unavailable: 86);
        await ClassAsync(CustomerClass.Postpaid, 10, _ => Enumerable.Repeat<double?>(80, 28));
        var available = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Availability, 28);
        Assert.InRange(available.QuantilesA!.P50, 49.9, 50.2);
        Assert.Equal(100, available.QuantilesB!.P50);
        var gap = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Gap, 28);
        Assert.Equal((ParityState.Parity, 0.0), (gap.State, gap.QuantilesA!.P50));
        _rig.Book.Put([.. _rig.Book.Registry.All.Select(c => c with { Plan = "fast" })]);
        await _rig.History.RefreshAsync(default);
        Assert.Equal(-15, _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Gap, 28).QuantilesA!.P50, 6);
    }

    [Fact]
    public async Task Plans_of_one_tier_are_compared_whoever_they_are_sold_to()
    {
        await ClassAsync(CustomerClass.Prepaid, 10, _ => Enumerable.Repeat<double?>(70, 28));
        await ClassAsync(CustomerClass.Postpaid, 10, _ => Enumerable.Repeat<double?>(90, 28));
        _rig.Book.Put(new Plan { Tenant = "acme", Name = "go", Tier = "100M" });
        _rig.Book.Put(new Plan { Tenant = "acme", Name = "stay" });
        _rig.Book.Put([.. _rig.Book.Registry.All.Select(c => c with { Plan = c.Class == CustomerClass.Prepaid ? "go" : "stay" })]);
        await _rig.History.RefreshAsync(default);
        var apart = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Score, 28);
        Assert.Equal(ParityState.Insufficient, apart.State);
        // A plan without a tier is a tier of its own, by its own name.
        Assert.Equal([("100M", "100M", true), ("stay", "stay", true)], apart.Strata.Select(s => (s.Tier, s.Plan, s.Suppressed)));
        _rig.Book.Put(new Plan { Tenant = "acme", Name = "stay", Tier = "100M" });
        var together = _board.Of(CustomerClass.Prepaid, CustomerClass.Postpaid, ParityOf.Score, 28);
        Assert.Equal((ParityState.Gap, ("fibre", "100M", "100M", "north", -20.0)), (together.State, together.Strata.Select(s => (s.Technology, s.Tier, s.Plan, s.Region, s.Shift!.Value)).Single()));
        // The field of before there were tiers is there too.
        Assert.Contains("\"tier\":\"100M\",\"region\":\"north\",\"plan\":\"100M\"", JsonSerializer.Serialize(together.Strata, JsonSerializerOptions.Web), StringComparison.Ordinal);
    }

    private async Task ClassAsync(
        CustomerClass of, int count, Func<int, IEnumerable<double?>> days, string region = "north", int outages = 0, double repairSeconds = 0, int unavailable = 0)
    {
        var name = region == "north" ? of.ToString() : $"{of}-{region}";
        _rig.Book.Put([.. Enumerable.Range(0, count).Select(i => Of($"{name}{i}", null, $"{name}{i}") with { Class = of, Region = region })]);
        for (var i = 0; i < count; i++) await _rig.DaysAsync($"{name}{i}", days(i), outages, repairSeconds, unavailable);
        await _rig.History.RefreshAsync(default);
    }
}

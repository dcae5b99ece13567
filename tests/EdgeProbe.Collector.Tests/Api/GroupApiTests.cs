using System.Text.Json;

namespace EdgeProbe.Collector.Tests.Api;

public sealed class GroupApiTests(ServedCollector collector) : IClassFixture<ServedCollector>
{
    [Fact]
    public async Task Parity_answers_with_every_field_before_there_is_anything_to_compare()
    {
        var parity = await collector.GetAsync("/api/v1/parity?a=prepaid&b=postpaid&of=repair&days=14");
        foreach (var name in (string[])["a", "b", "of", "unit", "days", "state", "daysInGap", "countA", "countB", "shift", "cliffsDelta", "size", "z", "differences", "quantilesA", "quantilesB", "strata", "sentence"])
            Assert.True(parity.TryGetProperty(name, out _), name);
        Assert.Equal(("insufficient", "minutes", 14, "prepaid", "repair"), (Text(parity, "state"), Text(parity, "unit"), parity.GetProperty("days").GetInt32(), Text(parity, "a"), Text(parity, "of")));
        Assert.Equal(JsonValueKind.Null, parity.GetProperty("shift").ValueKind);
        var overview = await collector.GetAsync("/api/v1/parity/overview");
        Assert.Equal((3, 12), (overview.GetProperty("classes").GetArrayLength(), overview.GetProperty("pairs").GetArrayLength()));
    }

    [Theory]
    [InlineData("/api/v1/parity?a=gold&b=postpaid", "a is \"gold\"; it must be one of prepaid, postpaid, converged")]
    [InlineData("/api/v1/parity?b=postpaid", "a is \"\"; it must be one of prepaid, postpaid, converged")]
    [InlineData("/api/v1/parity?a=prepaid&b=prepaid", "a and b are both prepaid; name two classes")]
    [InlineData("/api/v1/parity?a=prepaid&b=postpaid&of=luck", "of is \"luck\"; it must be one of score, availability, gap, repair")]
    [InlineData("/api/v1/parity?a=prepaid&b=postpaid&days=57", "days is 57; it must be from 7 to 56")]
    [InlineData("/api/v1/ratings/report?by=mood", "by is \"mood\"; it must be one of all, class, plan, technology, region, persona")]
    [InlineData("/api/v1/ratings/report?days=91", "days is 91; it must be from 1 to 90")]
    [InlineData("/api/v1/rollups?by=star", "by is \"star\"; it must be one of fleet, site, region, technology, plan, class, node")]
    public async Task What_cannot_be_asked_is_told_in_words(string path, string words)
    {
        var (code, body) = await collector.TryGetAsync(path);
        Assert.Equal((400, words), (code, Text(body, "detail")));
    }

    [Fact]
    public async Task The_fleets_rollup_merges_what_its_probes_measured()
    {
        var rollup = await collector.GetAsync("/api/v1/rollups?by=site");
        var group = rollup.GetProperty("groups").EnumerateArray().Single();
        foreach (var name in (string[])["key", "probes", "customers", "known", "score", "bands", "below", "delay", "lossPercent", "lossLowPercent", "lossHighPercent", "blamed"])
            Assert.True(group.TryGetProperty(name, out _), name);
        Assert.Equal(("site", "site-1", 1, 1), (Text(rollup, "by"), Text(group, "key"), group.GetProperty("probes").GetInt32(), group.GetProperty("known").GetInt32()));
        Assert.InRange(group.GetProperty("delay").GetProperty("p50Ms").GetDouble(), 19, 23);
        Assert.Equal(1, group.GetProperty("bands").EnumerateObject().Sum(b => b.Value.GetInt32()));
    }

    [Fact]
    public async Task The_report_of_what_customers_said_says_how_it_was_made_and_claims_nothing_of_nobody()
    {
        var report = await collector.GetAsync("/api/v1/ratings/report");
        foreach (var name in (string[])["by", "days", "generatedAt", "profile", "method", "fewestCustomers", "fewestForProposal", "unmeasured", "segments", "proposals"])
            Assert.True(report.TryGetProperty(name, out _), name);
        Assert.Equal((90, 0), (report.GetProperty("days").GetInt32(), report.GetProperty("segments").GetArrayLength()));
    }

    [Fact]
    public async Task The_profile_quotes_the_numbers_behind_expectation_and_parity()
    {
        var profile = await collector.GetAsync("/api/v1/profile");
        Assert.Equal((0.6, 7, 5, 28), (Number("expectation", "ownWeight"), Number("expectation", "fewestOwnDays"), Number("expectation", "fewestPeers"), Number("expectation", "ownDays")));
        Assert.Equal((5, 10, 3), (Number("parity", "smallestGroup"), Number("parity", "fewestUsable"), Number("parity", "fewestKnownDays")));
        Assert.Equal((30, 100, 30), (Number("calibration", "minutesAround"), Number("calibration", "fewestForProposal"), Number("calibration", "fewestCustomers")));
        Assert.Equal((95, 10, 0.8, 180), (Number("certainty", "envelopePercent"), Number("certainty", "widestSurePoints"), Number("certainty", "sureShareMeasured"), Number("certainty", "staleAfterSeconds")));
        Assert.Equal((2, 3), (Number("blame", "fewestNeighboursThatConfirm"), Number("blame", "fewestNeighboursThatAbsolve")));
        double Number(string group, string name) => profile.GetProperty(group).GetProperty(name).GetDouble();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}

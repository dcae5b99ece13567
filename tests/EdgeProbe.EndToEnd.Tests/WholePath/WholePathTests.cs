using EdgeProbe.Testing;

namespace EdgeProbe.EndToEnd.Tests.WholePath;

/// <summary>A real agent, a real broker and a real collector, and what the customer of all three may rely on.</summary>
public sealed class WholePathTests
{
    [Fact]
    public async Task What_the_agent_measures_is_stored_scored_and_explained()
    {
        await using var path = await LoopbackPath.StartAsync();
        await path.WaitForStoredAsync(8);
        await Eventually.TrueAsync(async () => (await path.ProbeAsync())!["score"]!["value"] is not null, () => $"a score\n{path.Collector.Run}\n{path.Agent.Run}", LoopbackPath.Patience);

        var probe = (await path.ProbeAsync())!;
        Assert.Equal("online", probe["state"]!.GetValue<string>());
        Assert.Equal("insufficient", probe["score"]!["state"]!.GetValue<string>());
        var ladder = probe["ladder"]!.AsArray();
        Assert.Contains(ladder, point => point!["segment"]!.GetValue<string>() == "core" && point["kind"]!.GetValue<string>() == "stamp" && point["received"]!.GetValue<long>() > 0);
        Assert.Contains(ladder, point => point!["segment"]!.GetValue<string>() == "service" && point["p50Ms"]!.GetValue<double>() is > 0 and < 100);
        Assert.Contains(probe["checks"]!.AsArray(), check => check!["kind"]!.GetValue<string>() == "http" && check["code"]!.GetValue<int>() == 200);
        Assert.Equal(0, probe["counters"]!["quarantined"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_broker_that_dies_and_comes_back_loses_and_doubles_nothing()
    {
        await using var path = await LoopbackPath.StartAsync();
        await path.WaitForStoredAsync(5);

        await path.Broker.KillAsync();
        var before = await path.StoredAsync();
        await Eventually.TrueAsync(
            async () => (await path.Agent.StatusAsync())?["spool"]!["depth"]!.GetValue<long>() >= 5, () => $"samples waiting in the spool\n{path.Agent.Run}", LoopbackPath.Patience);
        Assert.Equal(before, await path.StoredAsync());
        await path.Broker.StartAsync();

        await path.WaitForStoredAsync(before + 5);
        var measured = await path.WaitUntilAcknowledgedAsync();
        Assert.True(await path.StoredAsync() >= measured);
        Assert.Equal(0, (await path.ProbeAsync())!["counters"]!["unexplainedGaps"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_collector_that_is_killed_and_started_again_goes_on_without_a_gap_or_a_doubled_sample()
    {
        await using var path = await LoopbackPath.StartAsync();
        await path.WaitForStoredAsync(5);

        var address = path.Collector.Address;
        await path.Collector.KillAsync();
        await path.Collector.StartAgainAsync();
        Assert.NotEqual(address, path.Collector.Address);

        var before = await path.StoredAsync();
        await path.WaitForStoredAsync(before + 5);
        await path.WaitUntilAcknowledgedAsync();
        var counters = (await path.ProbeAsync())!["counters"]!;
        Assert.Equal(0, counters["unexplainedGaps"]!.GetValue<long>());
        Assert.Equal(0, counters["quarantined"]!.GetValue<long>());
    }

    [Fact]
    public async Task An_agent_that_is_stopped_hands_over_or_keeps_what_it_has_and_says_that_it_went_on_purpose()
    {
        await using var path = await LoopbackPath.StartAsync();
        await path.WaitForStoredAsync(5);

        await path.Agent.StopAsync();
        Assert.Equal(0, path.Agent.Run.ExitCode);
        await Eventually.TrueAsync(async () => (await path.ProbeAsync())!["state"]!.GetValue<string>() == "offline", "the probe is shown offline");

        path.Agent.Start();
        await Eventually.TrueAsync(async () => (await path.ProbeAsync())!["state"]!.GetValue<string>() == "online", "the probe is shown online", LoopbackPath.Patience);
        await path.WaitForStoredAsync(await path.StoredAsync() + 5);
        Assert.Equal(0, (await path.ProbeAsync())!["counters"]!["unexplainedGaps"]!.GetValue<long>());
    }
}

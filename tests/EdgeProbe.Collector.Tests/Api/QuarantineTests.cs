using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Api;

public sealed class QuarantineTests(ServedCollector collector) : IClassFixture<ServedCollector>
{
    [Fact]
    public async Task Whoever_asks_sees_the_newest_hundred_that_were_set_aside_and_why()
    {
        Assert.Empty((await collector.GetAsync("/api/v1/probes/acme/p1/quarantine")).GetProperty("samples").EnumerateArray());
        // Far older than the store keeps.
        collector.Link.Receive(Rows.Probe(), new Batch
        {
            StoreEpoch = 7,
            FirstSequence = 1,
            ConfigRevision = 1,
            Clock = new ClockStamp(ClockState.Synced, 1),
            Samples = [.. Enumerable.Range(0, 30).SelectMany(i => new LineRecording().Window(Rows.Noon - 200L * 86_400_000 + i * 10_000, new LineQuality()))],
        });
        await Eventually.TrueAsync(
            async () => (await collector.GetAsync("/api/v1/probes/acme/p1/quarantine")).GetProperty("samples").GetArrayLength() == 100, "a hundred of the samples");
        var samples = (await collector.GetAsync("/api/v1/probes/acme/p1/quarantine")).GetProperty("samples").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 180 - i), samples.Select(s => s.GetProperty("sequence").GetInt32()));
        Assert.All(samples, s => Assert.Equal("olderThanRetention", s.GetProperty("reason").GetString()));
        Assert.Contains("store.retentionDays", samples[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(samples[0].GetProperty("time").GetDateTimeOffset() > DateTimeOffset.UnixEpoch.AddDays(20_000));
    }
}

using System.Text.Json;
using EdgeProbe.Collector.Api;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Testing;

namespace EdgeProbe.Collector.Tests.Api;

public sealed class EventTests
{
    [Theory]
    [InlineData("probe=acme/p1")]
    [InlineData("customer=acme/c-1")]
    public async Task A_page_is_greeted_and_told_what_changes(string asked)
    {
        var collector = new ServedCollector();
        await collector.InitializeAsync();
        try
        {
            using var customer = new StringContent("""{"class":"prepaid","probes":["p1"]}""", System.Text.Encoding.UTF8, "application/json");
            using var taken = await collector.Http.PutAsync("/api/v1/customers/acme/c-1", customer);
            Assert.True(taken.IsSuccessStatusCode);
            using var stream = new StreamReader(await collector.Http.GetStreamAsync($"/api/v1/events?{asked}"));
            Assert.Equal("event: hello", await stream.ReadLineAsync());
            collector.Link.Receive(Rows.Probe(), new ProbeState(false, 1, ProbeState.Will));
            using var patience = new CancellationTokenSource(Eventually.Patience);
            JsonElement probe;
            do
            {
                string? line;
                while ((line = await stream.ReadLineAsync(patience.Token)) != "event: probe") Assert.NotNull(line);
                using var document = JsonDocument.Parse((await stream.ReadLineAsync(patience.Token))!["data: ".Length..]);
                probe = document.RootElement.Clone();
            }
            while (probe.GetProperty("state").GetString() != "offline");
            Assert.Equal("p1", probe.GetProperty("probe").GetString());
        }
        finally
        {
            await collector.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_page_that_does_not_read_holds_each_probe_once_and_only_those_it_asked_for()
    {
        using var meter = new CollectorMeter();
        var hub = new EventHub(meter);
        var (all, one) = (hub.Open(null)!, hub.Open(probe => probe == Rows.Probe("p3"))!);
        for (var i = 0; i < 1_000; i++) hub.Changed(Rows.Probe($"p{i % 10}"));
        Assert.Equal(10, (await all.WaitAsync(Eventually.Patience, TimeProvider.System, default)).Count);
        Assert.Equal(Rows.Probe("p3"), Assert.Single(await one.WaitAsync(Eventually.Patience, TimeProvider.System, default)));
        hub.Close(all);
        hub.Changed(Rows.Probe());
        Assert.Empty(await all.WaitAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System, default));
    }

    [Fact]
    public void The_number_of_pages_is_bounded()
    {
        using var meter = new CollectorMeter();
        var hub = new EventHub(meter);
        for (var i = 0; i < 500; i++) Assert.NotNull(hub.Open(null));
        Assert.Null(hub.Open(null));
    }
}

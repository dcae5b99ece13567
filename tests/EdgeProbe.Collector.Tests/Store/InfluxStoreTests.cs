using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Influx;
using EdgeProbe.Testing.Databases;

namespace EdgeProbe.Collector.Tests.Store;

/// <summary>One influxd for all tests of the class, a database of its own for each test.</summary>
public sealed class InfluxFixture : IAsyncLifetime
{
    public InfluxServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await InfluxServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

public sealed class InfluxStoreTests(InfluxFixture fixture) : SampleStoreContract, IClassFixture<InfluxFixture>
{
    private readonly InfluxSettings _settings = new() { Url = fixture.Server.Url, Database = $"ep {Guid.NewGuid():N}" };

    [Fact]
    public async Task A_type_conflict_sets_the_one_line_aside_and_stores_the_rest()
    {
        await Store.WriteAsync([Rows.Row(delays: [1000])], default);
        // Another program has written a float where we write integers, in the next shard's series of this very test.
        using var http = new HttpClient { BaseAddress = fixture.Server.Url };
        var tags = "family=v4,kind=icmp,probe=p1,segment=service,site=s1,target=spoilt,tenant=acme,test=4";
        var line = $"window,{tags} sent=1.5 {Rows.Noon + 3_000_000_000}";
        using var reply = await http.PostAsync($"/write?db={Uri.EscapeDataString(_settings.Database)}&precision=ms", new StringContent(line));
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());

        var good = Rows.Row(Rows.Noon + 10_000, delays: [2000]);
        var bad = Rows.Row(Rows.Noon + 3_000_000_000, Rows.Test(target: "spoilt"), delays: [3000]);
        var result = await Store.WriteAsync([good, bad], default);
        Assert.Equal(WriteStatus.Stored, result.Status);
        Assert.Same(bad, Assert.Single(result.Refused).Row);
        Assert.Contains("field type conflict", result.Refused[0].Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await Store.ReadWindowsAsync(Rows.Probe(), 0, Rows.Noon + 100_000, default)).Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_makes_the_store_unavailable_and_reading_says_so()
    {
        await using var nowhere = new InfluxStore(_settings with { Url = new Uri("http://127.0.0.1:9") });
        Assert.Equal(WriteStatus.Unavailable, (await nowhere.WriteAsync([Rows.Row(delays: [1])], default)).Status);
        await Assert.ThrowsAsync<StoreReadException>(async () => await nowhere.ReadWindowsAsync(Rows.Probe(), 0, 1, default));
        Assert.NotNull(await nowhere.ProblemAsync(default));
    }

    private protected override Task<ISampleStore> OpenAsync() => Task.FromResult<ISampleStore>(new InfluxStore(_settings));

    protected override Task CloseAsync() => Task.CompletedTask;
}

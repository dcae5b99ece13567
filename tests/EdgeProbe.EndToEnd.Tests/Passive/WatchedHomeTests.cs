using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace EdgeProbe.EndToEnd.Tests.Passive;

/// <summary>A real home's traffic behind a real agent: what it says of both sides of the probe reaches the collector.</summary>
public sealed class WatchedHomeTests(ITestOutputHelper output)
{
    private const string Consented = """
        { "enabled": true, "consent": "the lab's tenant, 2026-11-02", "device": "lan", "homeNetworks": ["10.98.1.0/24", "fd98:1::/64"] }
        """;

    // Enough that three losses in a hundred are some two hundred, so that chance stays far inside the limits below.
    private const long EnoughBytes = 10_000_000;

    [Fact]
    public async Task A_download_and_a_call_make_passive_series_beside_the_active_ones_and_loss_shows_on_the_side_where_it_is()
    {
        await using var home = await WatchedHome.StartAsync(Consented);
        await using var traffic = await HomeTraffic.StartAsync(home.Lab.Isp);

        var probe = await home.WaitAsync(HasAll, "all passive series and the ladder");
        // The profile's one-way delays: 0.3 ms at home, 2.5 + 2 + 4 ms beyond it.
        Assert.InRange(Value(probe, "lan", "tcpRtt", "p50Ms"), 0.3, 5);
        Assert.InRange(Value(probe, "wan", "tcpRtt", "p50Ms"), 16, 30);
        Assert.InRange(Value(probe, "lan", "tcpConnect", "p50Ms"), 0.3, 5);
        Assert.InRange(Value(probe, "wan", "tcpConnect", "p50Ms"), 16, 30);
        Assert.InRange(Value(probe, "wan", "rtp", "lossPercent"), 0, 0.2);
        Assert.True(probe["passive"]!["traffic"]!["bytesDown"]!.GetValue<long>() > probe["passive"]!["traffic"]!["bytesUp"]!.GetValue<long>());
        Assert.Contains("passive", probe["capabilities"]!.AsArray().Select(capability => capability!.GetValue<string>()));
        Assert.Equal(0, probe["counters"]!["quarantined"]!.GetValue<long>());

        await home.AskAsync("set access loss=3%");
        await SettleAsync(home);
        var (wan, lan) = await LossAsync(home);
        Assert.InRange(wan, 0.015, 0.05);
        Assert.InRange(lan, 0, 0.004);

        await home.AskAsync("set access loss=0");
        await home.AskAsync("set lan loss=3%");
        await SettleAsync(home);
        (wan, lan) = await LossAsync(home);
        Assert.InRange(lan, 0.015, 0.05);
        Assert.InRange(wan, 0, 0.004);
    }

    private static bool HasAll(JsonNode probe) =>
        probe["ladder"]!.AsArray().Any(point => point!["received"]!.GetValue<long>() > 0)
        && new[] { "lan", "wan" }.All(side => Has(probe, side, "tcpRtt") && Has(probe, side, "tcpConnect") && Has(probe, side, "rtp") && Has(probe, side, "tcpLoss"))
        && probe["passive"]!["traffic"] is not null;

    private static bool Has(JsonNode probe, string side, string series) =>
        probe["passive"]?[side]?[series] is { } found && (series == "tcpLoss" || found["count"]!.GetValue<long>() >= 10);

    private static double Value(JsonNode probe, string side, string series, string figure) => probe["passive"]![side]![series]![figure]!.GetValue<double>();

    // Windows from before the change are behind us when a later one is there.
    private static async Task SettleAsync(WatchedHome home)
    {
        var before = Bytes((await home.ProbeAsync())!, "wan", "payloadBytes");
        await home.WaitAsync(probe => Bytes(probe, "wan", "payloadBytes") > before + EnoughBytes / 2, "the traffic goes on");
    }

    /// <summary>Shares of the payload that were lost on either side, of what comes from now on.</summary>
    private async Task<(double Wan, double Lan)> LossAsync(WatchedHome home)
    {
        var before = (await home.ProbeAsync())!;
        var after = await home.WaitAsync(probe => Gained(before, probe, "wan", "payloadBytes") > EnoughBytes, "enough traffic to tell");
        output.WriteLine($"lost of {Gained(before, after, "wan", "payloadBytes")} bytes: wan {Share("wan"):P2}, lan {Share("lan"):P2}");
        return (Share("wan"), Share("lan"));

        double Share(string side) => (double)Gained(before, after, side, "lostBytes") / Gained(before, after, side, "payloadBytes");
    }

    // The view spans the last five minutes, and the whole test takes less.
    private static long Gained(JsonNode before, JsonNode after, string side, string counter) => Bytes(after, side, counter) - Bytes(before, side, counter);

    private static long Bytes(JsonNode probe, string side, string counter) => probe["passive"]![side]!["tcpLoss"]![counter]!.GetValue<long>();
}

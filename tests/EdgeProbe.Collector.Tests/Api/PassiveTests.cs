using System.Text.Json;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Api;

/// <summary>What the probe's document says of the customer's own traffic.</summary>
public sealed class PassiveTests(ServedCollector collector) : IClassFixture<ServedCollector>
{
    private static readonly HouseholdQuality LossyHome = new()
    {
        Lan = new(3, 2) { Loss = 0.03 },
        Wan = new(24, 6) { LoadedMs = 180 },
        DnsTimeouts = 1,
    };

    [Fact]
    public async Task Both_sides_of_the_probe_are_told_apart_over_the_trailing_five_minutes()
    {
        var passive = await OnAsync("two-sides", LossyHome);
        var (lan, wan) = (passive.GetProperty("lan"), passive.GetProperty("wan"));
        Assert.InRange(Number(lan, "tcpRtt", "p50Ms"), 3, 5.1);
        Assert.InRange(Number(wan, "tcpRtt", "p50Ms"), 24, 30.4);
        Assert.InRange(Number(wan, "tcpRttUnderLoad", "p50Ms"), 180, 190);
        Assert.Equal((30 * 60, 30 * 20), (Number(wan, "tcpRtt", "count"), Number(wan, "tcpRttUnderLoad", "count")));
        Assert.Equal(JsonValueKind.Null, lan.GetProperty("tcpRttUnderLoad").ValueKind);
        Assert.Equal(JsonValueKind.Null, lan.GetProperty("dns").ValueKind);
        Assert.Equal((360, 0, 30, 30), (Number(wan, "tcpConnect", "attempts"), Number(wan, "tcpConnect", "unanswered"), Number(wan, "tcpConnect", "synRetries"), Number(wan, "tcpConnect", "ambiguous")));
        Assert.InRange(Number(lan, "quicConnect", "p95Ms"), 3, 5.1);
        Assert.Equal("passivertt:tcp:any:106", wan.GetProperty("tcpRtt").GetProperty("test").GetString());
    }

    [Fact]
    public async Task Loss_is_by_bytes_with_bounds_of_segments_on_the_side_where_it_happened()
    {
        var passive = await OnAsync("loss", LossyHome);
        var (lan, wan) = (passive.GetProperty("lan").GetProperty("tcpLoss"), passive.GetProperty("wan").GetProperty("tcpLoss"));
        Assert.Equal(3, Number(lan, "lossPercent"), 9);
        Assert.Equal((43_800_000, 1_314_000, 30_000, 900), (Number(lan, "payloadBytes"), Number(lan, "lostBytes"), Number(lan, "segments"), Number(lan, "lostSegments")));
        Assert.InRange(Number(lan, "segmentLossLowPercent"), 2.8, 3);
        Assert.InRange(Number(lan, "segmentLossHighPercent"), 3, 3.2);
        Assert.Equal((0, 60, 30, 0), (Number(wan, "lossPercent"), Number(wan, "reordered"), Number(wan, "spurious"), Number(wan, "zeroWindows")));
        Assert.Equal(30, Number(lan, "zeroWindows"));
        Assert.True(lan.GetProperty("trusted").GetBoolean());
    }

    [Fact]
    public async Task Dns_tls_calls_and_pings_have_their_own_figures()
    {
        var wan = (await OnAsync("services", LossyHome with { Wan = new(24, 6) { Loss = 0.02 } })).GetProperty("wan");
        var dns = wan.GetProperty("dns");
        Assert.Equal((480, 30, 30), (Number(dns, "queries"), Number(dns, "timeouts"), Number(dns, "retries")));
        Assert.Equal((390, 60, 0), (Number(dns, "rcodes", "noError"), Number(dns, "rcodes", "nameError"), Number(dns, "rcodes", "serverFailure")));
        Assert.InRange(Number(wan, "tls", "p50Ms"), 36, 42.5);
        var rtp = wan.GetProperty("rtp");
        Assert.Equal((15_000, 300, 300), (Number(rtp, "expected"), Number(rtp, "lost"), Number(rtp, "lossBursts")));
        Assert.Equal((2, 3, 1), (Number(rtp, "lossPercent"), Number(rtp, "jitterMs"), Number(rtp, "streams")));
        // Fewer than ten in every window, so that no delay left the probe.
        Assert.Equal((30, 30, 0), (Number(wan, "icmp", "requests"), Number(wan, "icmp", "unanswered"), Number(wan, "icmp", "count")));
        Assert.Equal(JsonValueKind.Null, wan.GetProperty("icmp").GetProperty("p50Ms").ValueKind);
        Assert.Equal(30, Number(wan, "icmp", "errors", "port"));
    }

    [Fact]
    public async Task The_traffic_is_shown_beside_what_its_capture_lost()
    {
        var passive = await OnAsync("traffic", LossyHome);
        var traffic = passive.GetProperty("traffic");
        Assert.Equal((300, 12_000_000, 270_000_000), (Number(traffic, "seconds"), Number(traffic, "bytesUp"), Number(traffic, "bytesDown")));
        Assert.Equal((2_500_000, 270, 90, 3_600), (Number(traffic, "peakBytesDown"), Number(traffic, "activeSeconds"), Number(traffic, "loadedSeconds"), Number(traffic, "ownPackets")));
        Assert.Equal((120_000, 0), (Number(passive, "capture", "framesReceived"), Number(passive, "capture", "droppedPercent")));
        Assert.Equal(JsonValueKind.Null, passive.GetProperty("capture").GetProperty("doubt").ValueKind);
    }

    [Fact]
    public async Task A_capture_that_missed_frames_says_that_its_loss_is_not_to_be_trusted()
    {
        var passive = await OnAsync("drops", LossyHome with { FramesDropped = 12, PacketsSampledOut = 40, Misplaced = true });
        var doubt = passive.GetProperty("capture").GetProperty("doubt").GetString()!;
        Assert.Contains("missed 0.3 % of the frames (360)", doubt, StringComparison.Ordinal);
        Assert.Contains("1,200 packets", doubt, StringComparison.Ordinal);
        Assert.Contains("wrong place", doubt, StringComparison.Ordinal);
        Assert.False(passive.GetProperty("lan").GetProperty("tcpLoss").GetProperty("trusted").GetBoolean());
    }

    [Fact]
    public async Task A_site_without_consent_is_off_and_nothing_is_measured_of_it()
    {
        var passive = (await collector.GetAsync("/api/v1/probes/acme/p1")).GetProperty("passive");
        Assert.Equal("off", passive.GetProperty("state").GetString());
        Assert.Contains("consent", passive.GetProperty("note").GetString(), StringComparison.Ordinal);
        foreach (var name in (string[])["lan", "wan", "traffic", "capture", "from"]) Assert.Equal(JsonValueKind.Null, passive.GetProperty(name).ValueKind);
    }

    [Fact]
    public async Task A_household_that_was_away_is_silent_and_not_off()
    {
        await BornAsync("away", PassiveRecording.On(LineRecording.Birth()));
        var passive = await PassiveAsync("away");
        Assert.Equal("silent", passive.GetProperty("state").GetString());
        Assert.Contains("nothing was seen", passive.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_was_switched_off_says_so_though_its_tests_are_still_known()
    {
        await BornAsync("left", PassiveRecording.On(LineRecording.Birth()) with { Capabilities = [] });
        var passive = await PassiveAsync("left");
        Assert.Equal("off", passive.GetProperty("state").GetString());
        Assert.Contains("was on before", passive.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ladder_and_checks_are_those_of_the_active_tests_alone()
    {
        await OnAsync("ladder", LossyHome);
        collector.PublishMinutes(1, probe: "ladder");
        await Eventually.TrueAsync(async () => (await ProbeAsync("ladder")).GetProperty("ladder").GetArrayLength() > 0, "a ladder");
        var probe = await ProbeAsync("ladder");
        Assert.Equal(["lan", "access", "core", "service"], probe.GetProperty("ladder").EnumerateArray().Select(l => l.GetProperty("segment").GetString()));
        Assert.Equal(["dns", "http"], probe.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("kind").GetString()).Order());
    }

    [Fact]
    public async Task A_passive_series_has_its_minutes_like_any_other_with_its_loss_by_bytes()
    {
        await OnAsync("history", LossyHome);
        var windows = await collector.GetAsync("/api/v1/probes/acme/history/windows?test=passivertt:tcp:any:105");
        var test = Assert.Single(windows.GetProperty("tests").EnumerateArray());
        Assert.Equal(("passiveRtt", "lan", "tcp"), (test.GetProperty("kind").GetString(), test.GetProperty("segment").GetString(), test.GetProperty("name").GetString()));
        var minutes = windows.GetProperty("points").EnumerateArray().ToList();
        Assert.InRange(minutes.Count, 5, 6);
        Assert.All(minutes, m => Assert.Equal(3, Number(m, "lossPercent"), 9));
        Assert.Equal(43_800_000, minutes.Sum(m => Number(m, "payloadBytes")));
        var ping = (await collector.GetAsync("/api/v1/probes/acme/p1/windows?test=icmp:shop:v4:4")).GetProperty("points").EnumerateArray().First();
        Assert.Equal((0, JsonValueKind.Null), (Number(ping, "lossPercent"), ping.GetProperty("payloadBytes").ValueKind));
    }

    [Fact]
    public async Task A_page_is_told_of_passive_windows_although_they_change_no_score()
    {
        await BornAsync("told", PassiveRecording.On(LineRecording.Birth()));
        using var stream = new StreamReader(await collector.Http.GetStreamAsync("/api/v1/events?probe=acme/told"));
        Assert.Equal("event: hello", await stream.ReadLineAsync());
        var published = OnAsync("told", LossyHome);
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (true)
        {
            var line = await stream.ReadLineAsync(patience.Token);
            Assert.NotNull(line);
            if (line.StartsWith("data: {\"tenant\"", StringComparison.Ordinal) && !line.Contains("\"newestData\":null", StringComparison.Ordinal)) break;
        }

        await published;
    }

    private static double Number(JsonElement element, params string[] path)
    {
        foreach (var name in path) element = element.GetProperty(name);
        return element.GetDouble();
    }

    private Task<JsonElement> ProbeAsync(string probe) => collector.GetAsync($"/api/v1/probes/acme/{probe}");

    private async Task<JsonElement> PassiveAsync(string probe) => (await ProbeAsync(probe)).GetProperty("passive");

    private async Task BornAsync(string probe, Birth birth)
    {
        collector.Link.Receive(Rows.Probe(probe), birth);
        await Eventually.TrueAsync(async () => (await collector.TryGetAsync($"/api/v1/probes/acme/{probe}")).Code == 200, $"{probe} is known");
    }

    // Five minutes of a household's traffic and nothing else.
    private async Task<JsonElement> OnAsync(string probe, HouseholdQuality quality)
    {
        await BornAsync(probe, PassiveRecording.On(LineRecording.Birth()));
        var (recording, now) = (new PassiveRecording(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var start = now - now % 10_000 - 300_000;
        collector.Link.Receive(Rows.Probe(probe), new Batch
        {
            StoreEpoch = 7,
            FirstSequence = (ulong)start,
            ConfigRevision = 2,
            Clock = new ClockStamp(ClockState.Synced, 1),
            Samples = [.. Enumerable.Range(0, 30).SelectMany(i => recording.Window(start + i * 10_000L, quality))],
        });
        await Eventually.TrueAsync(async () => (await PassiveAsync(probe)).GetProperty("state").GetString() == "on", $"{probe} has passive series");
        return await PassiveAsync(probe);
    }
}

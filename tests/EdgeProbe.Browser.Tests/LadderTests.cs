using EdgeProbe.Browser.Tests.Scenes;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Collectors;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

/// <summary>What the recordings of <see cref="LineRecording"/> do not have: both IP versions, and losses told apart by direction.</summary>
[Collection(BrowserTests.Name)]
public sealed class LadderTests(Fleet fleet)
{
    private const uint ServiceV6 = 40;
    private const int LostUp = 21;
    private const int LostDown = 6;

    [Fact]
    public async Task Both_ip_versions_stand_apart_and_a_loss_says_on_which_way_it_happened()
    {
        await using var scene = await Scene.SetAsync();
        var probe = await scene.ConnectAsync("west", "both-1", "Quito 2");
        var reflector = LineRecording.Plan.First(t => t.Kind == Kind.Stamp);
        await probe.PublishBirthAsync(LineRecording.Birth(probe.StoreEpoch, revision: 2) with { Tests = [.. LineRecording.Plan, OverV6()] });
        var window = Window.Containing(Scene.Now - 20_000);
        await probe.PublishAsync([Losing(reflector.Alias, window), Answering(ServiceV6, window)], revision: 2);

        await using var page = await fleet.Browser.OpenAsync(scene.Address("/probes/west/both-1"));
        var core = page.Page.Locator("[data-segment=core] .point");
        await Assertions.Expect(core.Locator("[data-up]")).ToHaveTextAsync($"{LostUp}", new() { Timeout = 60_000 });
        await Assertions.Expect(core.Locator("[data-down]")).ToHaveTextAsync($"{LostDown}");
        var service = page.Page.Locator("[data-segment=service] .point[data-family=v6]");
        await Assertions.Expect(service).ToContainTextAsync("IPv6");
        await Assertions.Expect(service.Locator("[data-p50]")).ToHaveTextAsync("25.0");
        await Assertions.Expect(page.Page.Locator("[data-segment=lan]")).ToContainTextAsync("Not measured");
    }

    private static TestDescription OverV6() => new()
    {
        Alias = ServiceV6,
        Kind = Kind.Icmp,
        Segment = Segment.Service,
        Target = "shop",
        Endpoint = "shop.example",
        Family = IpFamily.V6,
        Period = TimeSpan.FromSeconds(1),
    };

    private static Sample Losing(uint test, Window window)
    {
        var sample = Answering(test, window);
        (sample.Sent, sample.LostUp, sample.LostDown, sample.LossEpisodes) = (sample.Received + LostUp + LostDown, LostUp, LostDown, 2);
        sample.Reason = Reason.TimedOut;
        return sample;
    }

    private static Sample Answering(uint test, Window window)
    {
        const uint Packets = 100;
        var sample = new Sample { Test = test, Window = window, Sent = Packets, Received = Packets };
        sample.Delays.Add(25_000, Packets);
        return sample;
    }
}

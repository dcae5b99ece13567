using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

/// <summary>What happens while a page is open; each test has a broker and a collector of its own.</summary>
[Collection(BrowserTests.Name)]
public sealed class LiveTests(Fleet fleet)
{
    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_probe_page_moves_with_what_comes_in_without_a_reload()
    {
        await using var scene = await Scene.SetAsync();
        var probe = await scene.ConnectAsync("west", "moving-5", "Tartu 1");
        await Recordings.PublishAsync(probe, Scene.Now - 60_000, 7, Lines.Good);
        await scene.Api.ScoredAsync("west", "moving-5");
        await using var page = await fleet.Browser.OpenAsync(scene.Address("/probes/west/moving-5"));
        await page.LinkIsAsync("live");
        await Assertions.Expect(page.Page.Locator("[data-verdict-now]")).ToHaveTextAsync("excellent", Patiently);
        await page.Page.EvaluateAsync("window.neverReloaded = true");

        await Recordings.PublishAsync(probe, Scene.Now, 1, Lines.Bad with { Loss = 0.6 });

        await Assertions.Expect(page.Page.Locator("[data-verdict-now]")).Not.ToHaveTextAsync("excellent", Patiently);
        await Assertions.Expect(page.Page.Locator("[data-segment=access] .loss.small strong").First).Not.ToHaveTextAsync("0 %", Patiently);
        Assert.True(await page.Page.EvaluateAsync<bool>("window.neverReloaded"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_first_probe_takes_the_place_of_the_words_that_say_how_to_connect_one()
    {
        await using var scene = await Scene.SetAsync();
        await using var page = await fleet.Browser.OpenAsync(scene.Address());
        await page.ShowsAsync("No probes yet");
        await page.ShowsAsync("edgeprobe run --config");
        await page.PhotographAsync("empty");
        await page.LinkIsAsync("live");

        await scene.ConnectAsync("west", "first-1", "Cork 9");

        await page.Row("west/first-1").WaitForAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_collector_that_goes_away_is_said_so_what_was_known_stays_and_its_return_is_noticed()
    {
        await using var scene = await Scene.SetAsync();
        await scene.KeepAddressAsync();
        await scene.ConnectAsync("west", "kept-1", "Pune 3");
        await using var page = await fleet.Browser.OpenAsync(scene.Address());
        await page.Row("west/kept-1").WaitForAsync();
        await page.LinkIsAsync("live");

        await scene.Collector.StopAsync();
        await page.LinkIsAsync("unreachable");
        await page.ShowsAsync("The collector cannot be reached");
        await page.ShowsAsync("retrying every 5 s");
        await Assertions.Expect(page.Row("west/kept-1")).ToBeVisibleAsync();
        await page.PhotographAsync("unreachable");

        await scene.Collector.StartAgainAsync();
        await page.LinkIsAsync("live");
        await Assertions.Expect(page.Page.GetByText("The collector cannot be reached")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Row("west/kept-1")).ToBeVisibleAsync();
    }
}

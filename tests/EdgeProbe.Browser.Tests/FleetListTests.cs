using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class FleetListTests(Fleet fleet)
{
    [Fact]
    public async Task Every_probe_is_listed_with_the_score_that_the_api_gives_most_urgent_first()
    {
        await using var page = await OpenAsync();
        var good = await fleet.Scene.Api.ProbeAsync("north", "clinic-1");

        await Assertions.Expect(page.Row(Fleet.Good).Locator("[data-score]")).ToHaveTextAsync(CollectorApi.Shown(good.GetProperty("score")));
        await Assertions.Expect(page.Row(Fleet.Bad)).ToHaveAttributeAsync("data-verdict", "bad");
        await Assertions.Expect(page.Row(Fleet.Silent)).ToHaveAttributeAsync("data-verdict", "unknown");
        await Assertions.Expect(page.Row(Fleet.Silent).Locator("[data-score]")).ToHaveTextAsync("–");
        await Assertions.Expect(page.Row(Fleet.Stopped)).ToContainTextAsync("offline");
        Assert.Equal([Fleet.Bad, Fleet.Stopped, Fleet.Silent, Fleet.Good], await page.ProbesInOrderAsync());
        await page.PhotographAsync("fleet");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_counts_on_top_narrow_the_list()
    {
        await using var page = await OpenAsync();
        await Assertions.Expect(page.Page.Locator("[data-count=bad]")).ToContainTextAsync("1");

        await page.Page.Locator("[data-count=bad]").ClickAsync();
        Assert.Equal([Fleet.Bad], await page.ProbesInOrderAsync());
        Assert.Contains("show=bad", page.Page.Url, StringComparison.Ordinal);

        await page.Page.Locator("[data-count=bad]").ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-id]")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task Search_finds_words_anywhere_in_tenant_name_and_site()
    {
        await using var page = await OpenAsync();

        await page.Page.GetByRole(AriaRole.Searchbox).FillAsync("lindau north");
        await Assertions.Expect(page.Page.Locator("[data-id]")).ToHaveCountAsync(1);
        Assert.Equal([Fleet.Good], await page.ProbesInOrderAsync());

        await page.Page.GetByRole(AriaRole.Searchbox).FillAsync("nowhere at all");
        await page.ShowsAsync("No probe matches");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show all probes" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-id]")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task A_column_sorts_both_ways_and_the_unknown_stays_last()
    {
        await using var page = await OpenAsync();
        var head = page.Page.Locator("[data-sort=score]");

        await head.ClickAsync();
        await Assertions.Expect(page.Page.Locator("[role=columnheader][aria-sort=ascending]")).ToHaveCountAsync(1);
        var upward = await page.ProbesInOrderAsync();
        await head.ClickAsync();
        await Assertions.Expect(page.Page.Locator("[role=columnheader][aria-sort=descending]")).ToHaveCountAsync(1);
        var downward = await page.ProbesInOrderAsync();

        Assert.Equal(Fleet.Bad, upward[0]);
        Assert.Equal(Fleet.Good, downward.First(name => name is Fleet.Good or Fleet.Bad));
        Assert.Equal((Fleet.Silent, Fleet.Silent), (upward[^1], downward[^1]));
    }

    [Fact]
    public async Task Keys_alone_lead_to_a_probe_and_back()
    {
        await using var page = await OpenAsync();
        var keys = page.Page.Keyboard;

        await keys.PressAsync("/");
        await keys.TypeAsync("north");
        await Assertions.Expect(page.Page.Locator("[data-id]")).ToHaveCountAsync(2);
        await keys.PressAsync("ArrowDown");
        await Assertions.Expect(page.Page.Locator($"[data-id='{Fleet.Bad}']")).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await Assertions.Expect(page.Page.Locator($"[data-id='{Fleet.Good}']")).ToBeFocusedAsync();
        await keys.PressAsync("k");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("farm-2");
        await keys.PressAsync("g");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("north");

        await keys.PressAsync("?");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        Assert.Empty(page.Errors);
    }

    private async Task<DashboardPage> OpenAsync()
    {
        var page = await fleet.Browser.OpenAsync(fleet.Scene.Address());
        await Assertions.Expect(page.Page.Locator("[data-id]")).ToHaveCountAsync(4, new() { Timeout = 60_000 });
        return page;
    }
}

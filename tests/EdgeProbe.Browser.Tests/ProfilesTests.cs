using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class ProfilesTests(Fleet fleet)
{
    private const string Proposed = """
        { "days": 90, "generatedAt": "2026-01-02T03:04:05Z", "profile": "score-profile/1", "fewestForProposal": 100, "proposals": [
          { "id": "gamer-1", "persona": "gamer", "customers": 140, "ratings": 300, "gainPercent": 12.4, "gainLowPercent": 3.1, "gainHighPercent": 20.2, "reason": "Foretells ratings better.",
            "present": { "voice": 0.05, "video_call": 0.1, "gaming": 0.45, "web": 0.1, "streaming": 0.15, "availability": 0.15 },
            "proposed": { "voice": 0.05, "video_call": 0.1, "gaming": 0.55, "web": 0.1, "streaming": 0.05, "availability": 0.15 } } ] }
        """;

    [Fact]
    public async Task The_shelf_is_the_api_s_and_is_found_from_how_this_is_computed()
    {
        await using var page = await OpenAsync("/probes/north/clinic-1", "[data-computed]");
        await page.Page.GetByText("How is this computed?").ClickAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Which versions there are" }).ClickAsync();
        await page.Page.Locator("[data-versions]").WaitForAsync();
        var shelf = await fleet.Scene.Api.GetAsync("/api/v1/profiles");

        await Assertions.Expect(page.Page.Locator("[data-version]")).ToHaveCountAsync(shelf.GetProperty("profiles").GetArrayLength());
        await Assertions.Expect(page.Page.Locator("[data-active=true]")).ToHaveAttributeAsync("data-version", shelf.GetProperty("active").GetString()!);
        await Assertions.Expect(page.Page.Locator("[data-version='score-profile/1']")).ToContainTextAsync("ships with this program");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_proposal_comes_on_the_shelf_by_a_person_with_a_reason_and_changes_no_score()
    {
        await using var page = await OpenAsync("/customers", "h1");
        // No hundred customers have rated here: what calibration would propose is put in its place, the rest is the collector's.
        await page.Page.RouteAsync("**/api/v1/ratings/report*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = Proposed }));
        await page.Page.GotoAsync(fleet.Scene.Address("/profiles").AbsoluteUri);
        var card = page.Page.Locator("[data-proposal=gamer]");
        await Assertions.Expect(card).ToContainTextAsync("less squared error by 12.4 %, between 3.1 % and 20.2 %");
        await Assertions.Expect(card.GetByRole(AriaRole.Row, new() { Name = "Gaming" })).ToContainTextAsync("55 %");
        var before = await CountAsync();

        await card.GetByRole(AriaRole.Button, new() { Name = "Put on the shelf" }).ClickAsync();
        await card.GetByLabel("Your name").FillAsync("A. Person");
        await card.GetByRole(AriaRole.Button, new() { Name = "Put on the shelf" }).ClickAsync();
        Assert.Equal(before, await CountAsync());

        await card.GetByLabel("Why").FillAsync("players say so");
        await card.GetByRole(AriaRole.Button, new() { Name = "Put on the shelf" }).ClickAsync();
        var version = (await card.Locator("[data-shelved]").GetAttributeAsync("data-shelved"))!;
        Assert.Equal(before + 1, await CountAsync());

        var row = page.Page.Locator($"[data-version='{version}']");
        await Assertions.Expect(row).ToContainTextAsync("A. Person");
        await Assertions.Expect(row).ToContainTextAsync("players say so");
        await Assertions.Expect(row).ToHaveAttributeAsync("data-active", "false");
        await row.GetByText("how to make it the active one").ClickAsync();
        await Assertions.Expect(row.Locator("[data-activate]")).ToContainTextAsync($"--profile score-profile/1 --against {version}");
        Assert.Equal("score-profile/1", (await fleet.Scene.Api.GetAsync("/api/v1/profiles")).GetProperty("active").GetString());
        await page.PhotographAsync("profiles");
        foreach (var width in new[] { 320, 480, 768, 1280 })
        {
            await page.Page.SetViewportSizeAsync(width, 800);
            Assert.Equal((width, 0), (width, await page.OverflowAsync()));
        }

        Assert.Empty(page.Errors);
    }

    private async Task<int> CountAsync() => (await fleet.Scene.Api.GetAsync("/api/v1/profiles")).GetProperty("profiles").GetArrayLength();

    private async Task<DashboardPage> OpenAsync(string path, string shown)
    {
        var page = await fleet.Browser.OpenAsync(fleet.Scene.Address(path));
        await page.Page.Locator(shown).First.WaitForAsync();
        return page;
    }
}

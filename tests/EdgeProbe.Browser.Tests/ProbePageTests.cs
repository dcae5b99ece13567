using System.Globalization;
using System.Text.RegularExpressions;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class ProbePageTests(Fleet fleet)
{
    [Theory]
    [InlineData("north", "clinic-1")]
    [InlineData("north", "farm-2")]
    public async Task The_score_and_its_apps_are_those_of_the_api(string tenant, string probe)
    {
        await using var page = await OpenAsync(tenant, probe);
        var said = await fleet.Scene.Api.ProbeAsync(tenant, probe);

        await Assertions.Expect(page.Page.Locator("[data-score-now]")).ToContainTextAsync($"{CollectorApi.Shown(said.GetProperty("score"))} of 100");
        await Assertions.Expect(page.Page.Locator("[data-verdict-now]")).ToHaveTextAsync(said.GetProperty("score").GetProperty("band").GetString()!);
        foreach (var app in said.GetProperty("explanation").GetProperty("apps").EnumerateArray())
            await Assertions.Expect(page.Page.Locator($"[data-app={app.GetProperty("app").GetString()}] .value")).ToHaveTextAsync(CollectorApi.Shown(app.GetProperty("score")));
        await page.PhotographAsync($"probe-{probe}");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_ladder_shows_the_api_s_percentiles_and_losses_point_by_point()
    {
        await using var page = await OpenAsync("north", "farm-2");
        var ladder = (await fleet.Scene.Api.ProbeAsync("north", "farm-2")).GetProperty("ladder").EnumerateArray().ToList();

        Assert.Equal(4, ladder.Count);
        foreach (var point in ladder)
        {
            var shown = page.Page.Locator($"[data-segment={point.GetProperty("segment").GetString()}] [data-test='{point.GetProperty("test").GetString()}']");
            foreach (var (attribute, name) in new[] { ("p50", "p50Ms"), ("p95", "p95Ms"), ("p99", "p99Ms"), ("loss", "lossPercent") })
                Assert.Equal(point.GetProperty(name).GetDouble(), await NumberAsync(shown, attribute));
        }
    }

    [Fact]
    public async Task A_failing_app_says_what_holds_it_back_with_the_profile_s_own_anchors()
    {
        await using var page = await OpenAsync("north", "farm-2");
        var web = page.Page.Locator("[data-app=web]");

        await Assertions.Expect(web).ToContainTextAsync("page time (p75)");
        await Assertions.Expect(web).ToContainTextAsync("0.5 s is perfect, 10 s unusable");
        await Assertions.Expect(page.Page.Locator("[data-app=streaming]")).ToContainTextAsync("streaming is not measured yet");
    }

    [Fact]
    public async Task The_history_is_drawn_and_so_is_a_point_s_delay_when_it_is_chosen()
    {
        await fleet.Scene.Api.HistoryAsync("north", "clinic-1");
        await using var page = await OpenAsync("north", "clinic-1");
        await Assertions.Expect(page.Page.Locator("[data-points] svg")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("[data-points]")).ToHaveAttributeAsync("data-points", new Regex("^([2-9]|[1-9][0-9]+)$"));

        await page.Page.Locator("[data-segment=core] .point button").First.ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Delay to reflector" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator(".delay svg")).ToBeVisibleAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_computation_is_explained_with_the_numbers_of_the_profile()
    {
        await using var page = await OpenAsync("north", "clinic-1");

        await page.Page.GetByText("How is this computed?").ClickAsync();
        await page.ShowsAsync("score-profile/1");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row, new() { Name = "typical delay (p50) 30 ms 150 ms linear" })).ToBeVisibleAsync();
        var profile = await fleet.Scene.Api.GetAsync("/api/v1/profile");
        await Assertions.Expect(page.Page.Locator("[data-group=composite] tr")).ToHaveCountAsync(profile.GetProperty("composite").EnumerateObject().Count());
        await Assertions.Expect(page.Page.Locator("[data-hours]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_probe_that_has_measured_nothing_is_unknown_and_its_segments_are_not_called_fine()
    {
        await using var page = await OpenAsync("south", "school-4");

        await Assertions.Expect(page.Page.Locator("[data-verdict-now]")).ToHaveTextAsync("unknown");
        await Assertions.Expect(page.Page.Locator("[data-score-now]")).ToContainTextAsync("–");
        await Assertions.Expect(page.Page.GetByText("Not measured: this says neither")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Page.Locator("[data-worst]")).ToHaveTextAsync("cannot tell");
    }

    [Fact]
    public async Task A_probe_that_nobody_knows_is_said_to_be_unknown_with_the_way_on()
    {
        await using var page = await fleet.Browser.OpenAsync(fleet.Scene.Address("/probes/north/nobody"));

        await page.ShowsAsync("No such probe");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "fleet list" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-id]")).ToHaveCountAsync(4);
    }

    private static async Task<double> NumberAsync(ILocator point, string attribute) =>
        double.Parse((await point.Locator($"[data-{attribute}]").GetAttributeAsync($"data-{attribute}"))!, CultureInfo.InvariantCulture);

    private async Task<DashboardPage> OpenAsync(string tenant, string probe)
    {
        var page = await fleet.Browser.OpenAsync(fleet.Scene.Address($"/probes/{tenant}/{probe}"));
        await page.Page.Locator("[data-score-now]").WaitForAsync();
        return page;
    }
}

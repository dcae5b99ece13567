using System.Globalization;
using System.Text.Json;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class PassiveTests(Fleet fleet, Households households) : IClassFixture<Households>
{
    private static readonly string[] Series = ["tcpRtt", "tcpConnect", "quicConnect", "dns", "tls", "rtp"];

    [Fact]
    public async Task Each_side_shows_the_figures_that_the_api_gives_for_it()
    {
        await using var page = await OpenAsync(Households.LossyHome);
        var passive = await households.PassiveAsync(Households.LossyHome);
        foreach (var side in new[] { "lan", "wan" })
        {
            var (said, shown) = (passive.GetProperty(side), page.Page.Locator($"[data-side={side}]"));
            Assert.Equal(Number(said, "tcpLoss", "lossPercent"), await NumberAsync(shown, "[data-loss]", "data-loss"));
            foreach (var series in Series.Where(s => said.GetProperty(s).ValueKind != JsonValueKind.Null))
            {
                foreach (var (attribute, name) in new[] { ("min", "minMs"), ("p50", "p50Ms"), ("p95", "p95Ms") })
                    Assert.Equal(Number(said, series, name), await NumberAsync(shown, $"[data-series={series}] [data-{attribute}]", $"data-{attribute}"));
            }
        }

        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData(Households.LossyHome, "lan", "wan", "The home network loses 3.00 % of the TCP data")]
    [InlineData(Households.LossyLine, "wan", "lan", "The internet side loses 3.00 % of")]
    public async Task The_worse_side_is_named_and_marked(string probe, string worse, string better, string words)
    {
        await using var page = await OpenAsync(probe);
        await Assertions.Expect(page.Page.Locator("[data-worse]")).ToHaveAttributeAsync("data-worse", worse);
        await Assertions.Expect(page.Page.Locator("[data-worse]")).ToContainTextAsync(words);
        await Assertions.Expect(page.Page.Locator($"[data-side={worse}] h3")).ToContainTextAsync("worse");
        await Assertions.Expect(page.Page.Locator($"[data-side={better}] h3")).Not.ToContainTextAsync("worse");
    }

    [Fact]
    public async Task What_was_not_measured_says_so_and_is_no_zero()
    {
        await using var page = await OpenAsync(Households.Quiet);
        await Assertions.Expect(page.Page.Locator("[data-worse]")).ToHaveTextAsync("Neither side stands out.");
        foreach (var line in new[] { "[data-side=wan] [data-series=rtp]", "[data-side=lan] [data-series=dns]", "[data-side=lan] [data-series=tcpRttUnderLoad]" })
            await Assertions.Expect(page.Page.Locator(line)).ToContainTextAsync("not measured");
        // Too few of these to leave the probe, so that only what became of them is told.
        await Assertions.Expect(page.Page.Locator("[data-side=wan] [data-notes=icmp]")).ToContainTextAsync("fewer than ten");
        await Assertions.Expect(page.Page.Locator("[data-traffic]")).ToContainTextAsync("in the busiest second");
        await Assertions.Expect(page.Page.Locator("[data-capture]")).ToContainTextAsync("nothing: all");
    }

    [Fact]
    public async Task A_capture_that_missed_frames_takes_its_loss_back()
    {
        await using var page = await OpenAsync(Households.Blind);
        await Assertions.Expect(page.Page.Locator("[data-capture]")).ToContainTextAsync("Loss figures are not to be trusted: the probe itself missed 0.99 % of the frames");
        await Assertions.Expect(page.Page.Locator("[data-side=lan] .loss")).ToContainTextAsync("not to be trusted");
        await Assertions.Expect(page.Page.Locator("[data-worse]")).ToHaveAttributeAsync("data-worse", "none");
    }

    [Fact]
    public async Task A_site_without_consent_has_one_sentence_and_no_figures()
    {
        await using var page = await OpenAsync(Households.NoConsent);
        await Assertions.Expect(page.Page.Locator("[data-passive=off]")).ToContainTextAsync("Passive measurement is off for this site: it needs the customer's consent");
        await Assertions.Expect(page.Page.Locator("[data-side]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_passive_series_is_drawn_over_time_like_an_active_one()
    {
        await using var page = await OpenAsync(Households.LossyLine);
        await page.Page.Locator("[data-side=wan] [data-series=tcpRtt] button").ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "TCP round trips, internet side" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("[data-passive] .delay svg")).ToBeVisibleAsync();

        await page.Page.Locator("[data-side=lan] [data-series=tcpConnect] button").ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "TCP connections being set up, home network" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("[data-passive] .delay")).ToHaveCountAsync(1);
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData(Households.LossyHome)]
    [InlineData(Households.Blind)]
    public async Task No_width_makes_the_page_wider_than_the_screen(string probe)
    {
        await using var page = await OpenAsync(probe);
        await page.Page.Locator("[data-side=lan] [data-series=tcpRtt] button").ClickAsync();
        foreach (var width in new[] { 320, 360, 480, 735, 737, 768, 959, 961, 1280, 2560 })
        {
            await page.Page.SetViewportSizeAsync(width, 800);
            Assert.Equal((width, 0), (width, await page.OverflowAsync()));
        }
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task It_can_be_looked_at_wide_and_narrow_light_and_dark(int width, ColorScheme colours)
    {
        await using var page = await OpenAsync(Households.LossyLine, width, colours);
        await page.Page.Locator("[data-side=wan] [data-series=tcpRtt] button").ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-passive] .delay svg")).ToBeVisibleAsync();
        await page.PhotographAsync($"passive-{width}-{(colours == ColorScheme.Dark ? "dark" : "light")}", "[data-passive]");
        Assert.Empty(page.Errors);
    }

    private static double Number(JsonElement element, params string[] path)
    {
        foreach (var name in path) element = element.GetProperty(name);
        return element.GetDouble();
    }

    private static async Task<double> NumberAsync(ILocator within, string selector, string attribute) =>
        double.Parse((await within.Locator(selector).GetAttributeAsync(attribute))!, CultureInfo.InvariantCulture);

    private async Task<DashboardPage> OpenAsync(string probe, int width = 1280, ColorScheme colours = ColorScheme.Light)
    {
        var page = await fleet.Browser.OpenAsync(households.Address(probe), width, colours: colours);
        await page.Page.Locator("[data-passive]").WaitForAsync();
        return page;
    }
}

using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class LookTests(Fleet fleet)
{
    private const string Background = "getComputedStyle(document.documentElement).backgroundColor";

    [Theory]
    [InlineData("/", "[data-id]")]
    [InlineData("/probes/north/farm-2", "[data-score-now]")]
    [InlineData("/probes/south/school-4", "[data-score-now]")]
    [InlineData("/probes/north/nobody", "h2")]
    public async Task No_page_is_wider_than_a_phone(string path, string shown)
    {
        await using var page = await fleet.Browser.OpenAsync(fleet.Scene.Address(path), 360, 740);
        await page.Page.Locator(shown).First.WaitForAsync();

        Assert.Equal(0, await page.OverflowAsync());
        await page.PhotographAsync($"phone{path.Replace('/', '-').TrimEnd('-')}");
    }

    [Theory]
    [InlineData("/", "[data-id]")]
    [InlineData("/probes/north/farm-2", "[data-score-now]")]
    public async Task No_width_between_a_phone_and_a_wall_makes_the_page_wider_than_the_screen(string path, string shown)
    {
        await using var page = await fleet.Browser.OpenAsync(fleet.Scene.Address(path));
        await page.Page.Locator(shown).First.WaitForAsync();

        foreach (var width in new[] { 320, 480, 768, 960, 1024, 1039, 1041, 1180, 1279, 1281, 1440, 1920, 2560 })
        {
            await page.Page.SetViewportSizeAsync(width, 800);
            Assert.Equal((width, 0), (width, await page.OverflowAsync()));
        }
    }

    [Fact]
    public async Task Colours_follow_the_system_until_somebody_chooses_and_the_choice_is_remembered()
    {
        await using var page = await fleet.Browser.OpenAsync(fleet.Scene.Address(), colours: ColorScheme.Dark);
        await page.Page.Locator("[data-id]").First.WaitForAsync();
        var dark = await page.Page.EvaluateAsync<string>(Background);
        await page.PhotographAsync("fleet-dark");
        await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var light = await page.Page.EvaluateAsync<string>(Background);
        Assert.NotEqual(dark, light);

        var choice = page.Page.Locator("[data-theme-choice]");
        await choice.ClickAsync();
        await choice.ClickAsync();
        await Assertions.Expect(choice).ToHaveAttributeAsync("data-theme-choice", "dark");
        Assert.Equal(dark, await page.Page.EvaluateAsync<string>(Background));
        await page.Page.ReloadAsync();
        await Assertions.Expect(choice).ToHaveAttributeAsync("data-theme-choice", "dark");
        Assert.Equal(dark, await page.Page.EvaluateAsync<string>(Background));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/probes/north/farm-2")]
    public async Task Nothing_is_asked_of_any_host_but_the_collector(string path)
    {
        await using var page = await fleet.Browser.OpenAsync(fleet.Scene.Address(path));
        await page.LinkIsAsync("live");

        Assert.Equal([fleet.Scene.Collector.Address.Authority], page.HostsAsked);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/probes/north/farm-2")]
    public async Task Times_are_in_the_reader_s_zone_and_in_utc_when_asked(string path)
    {
        await using var page = await fleet.Browser.OpenAsync(fleet.Scene.Address(path));
        var time = page.Page.Locator("main time").First;
        await time.WaitForAsync();

        Assert.EndsWith(" UTC", await time.GetAttributeAsync("title"), StringComparison.Ordinal);
        Assert.NotNull(await time.GetAttributeAsync("datetime"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/probes/north/farm-2")]
    public async Task The_focus_is_always_visible(string path)
    {
        await using var page = await fleet.Browser.OpenAsync(fleet.Scene.Address(path));
        await page.LinkIsAsync("live");

        for (var step = 0; step < 12; step++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            Assert.True(await page.Page.EvaluateAsync<bool>(HasOutline), $"the {step + 1}th focus cannot be seen");
        }
    }

    // A row's outline is drawn around the whole row, by a pseudo-element of its link.
    private const string HasOutline = """
        [null, '::after'].some(part => getComputedStyle(document.activeElement, part).outlineStyle !== 'none'
            && parseFloat(getComputedStyle(document.activeElement, part).outlineWidth) >= 2)
        """;
}

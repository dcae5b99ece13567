using System.Text.Json;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class ParityTests(Classes classes) : IClassFixture<Classes>
{
    [Fact]
    public async Task A_gap_is_said_in_words_with_its_size_its_effect_and_who_is_worse_off()
    {
        await using var page = await OpenAsync("/parity?a=prepaid&b=postpaid&of=score&days=14", "[data-parity=gap]");
        var said = await classes.Scene.Api.GetAsync("/api/v1/parity?a=prepaid&b=postpaid&of=score&days=14");

        Assert.Equal("gap", said.GetProperty("state").GetString());
        await page.ShowsAsync(said.GetProperty("sentence").GetString()!);
        await page.ShowsAsync("The score of prepaid is lower than that of postpaid by 18 points: prepaid is worse off.");
        Assert.Equal(said.GetProperty("shift").GetDouble().ToString("R"), await AttributeAsync(page, "shift"));
        Assert.Equal(said.GetProperty("cliffsDelta").GetDouble().ToString("R"), await AttributeAsync(page, "delta"));
        await Assertions.Expect(page.Page.Locator("[data-delta]")).ToContainTextAsync(said.GetProperty("size").GetString()!);
        await page.PhotographAsync("parity-gap");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_quantiles_are_drawn_and_stand_in_a_table_and_so_do_the_groups()
    {
        await using var page = await OpenAsync("/parity?a=prepaid&b=postpaid&of=score&days=14", "[data-quantile=p10]");
        var said = await classes.Scene.Api.GetAsync("/api/v1/parity?a=prepaid&b=postpaid&of=score&days=14");

        await Assertions.Expect(page.Page.Locator("[data-boxes] .box")).ToHaveCountAsync(2);
        foreach (var share in new[] { "p10", "p50", "p90" })
            Assert.Equal(
                said.GetProperty("differences").GetProperty(share).GetDouble(),
                JsonSerializer.Deserialize<double>((await page.Page.Locator($"[data-quantile={share}] [data-difference]").GetAttributeAsync("data-difference"))!),
                9);
        await Assertions.Expect(page.Page.Locator("[data-suppressed=false]")).ToContainTextAsync("dsl");
    }

    [Fact]
    public async Task Too_few_customers_are_insufficient_and_the_page_says_how_many_are_missing()
    {
        await using var page = await OpenAsync("/parity?a=postpaid&b=converged&of=score&days=14", "[data-parity=insufficient]");

        await page.ShowsAsync("this says neither that they are treated alike nor that they are not");
        await page.ShowsAsync($"converged has {Classes.FewConverged} customers in groups that can be compared, {10 - Classes.FewConverged} too few (10 are needed).");
        await page.ShowsAsync($"postpaid has {Classes.Each} customers in groups that can be compared, which is enough.");
        await Assertions.Expect(page.Page.Locator("[data-quantile]")).ToHaveCountAsync(0);
        await page.PhotographAsync("parity-insufficient");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Choices_are_kept_in_the_address_and_all_pairs_lead_to_each_other()
    {
        await using var page = await OpenAsync("/parity?days=14", "[data-pair='prepaid/postpaid/score']");

        await page.Page.Locator("select[data-of]").SelectOptionAsync("repair");
        await page.Page.Locator("[data-parity=insufficient]").WaitForAsync();
        Assert.Contains("of=repair", page.Page.Url, StringComparison.Ordinal);

        await page.Page.Locator("[data-pair='prepaid/postpaid/score']").ClickAsync();
        await page.Page.Locator("[data-parity=gap]").WaitForAsync();
        Assert.Contains("a=prepaid&b=postpaid&of=score&days=14", page.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limits_of_parity_and_expectation_are_quoted_from_the_profile()
    {
        await using var page = await OpenAsync("/parity?days=14", "[data-computed]");
        var profile = await classes.Scene.Api.GetAsync("/api/v1/profile");

        await page.Page.GetByText("How is this computed?").ClickAsync();
        foreach (var group in new[] { "parity", "expectation", "composite", "blame" })
        {
            var quoted = page.Page.Locator($"[data-group={group}] tr");
            await Assertions.Expect(quoted).ToHaveCountAsync(profile.GetProperty(group).EnumerateObject().Count());
        }

        var least = profile.GetProperty("parity").GetProperty("fewestUsable").GetInt32();
        await Assertions.Expect(page.Page.Locator("[data-group=parity]").GetByRole(AriaRole.Row, new() { Name = $"fewest usable {least}" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_customer_s_days_are_drawn_before_the_zone()
    {
        await using var page = await OpenAsync("/customers/south/prepaid-3", "[data-days] svg");
        await Assertions.Expect(page.Page.Locator("[data-days]")).ToHaveAttributeAsync("data-pieces", "1");
        await page.ShowsAsync("days with a figure of");
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData("/parity?days=14", "[data-parity]")]
    [InlineData("/customers/south/prepaid-3", "[data-days] svg")]
    public async Task No_width_makes_a_page_wider_than_the_screen(string path, string shown)
    {
        await using var page = await OpenAsync(path, shown);

        foreach (var width in new[] { 320, 360, 480, 768, 1039, 1041, 1280, 1920 })
        {
            await page.Page.SetViewportSizeAsync(width, 800);
            Assert.Equal((width, 0), (width, await page.OverflowAsync()));
        }
    }

    private static Task<string?> AttributeAsync(DashboardPage page, string name) => page.Page.Locator($"[data-{name}]").GetAttributeAsync($"data-{name}");

    private async Task<DashboardPage> OpenAsync(string path, string shown)
    {
        var page = await classes.Browser.OpenAsync(classes.Scene.Address(path));
        await page.Page.Locator(shown).First.WaitForAsync();
        return page;
    }
}

using System.Globalization;
using System.Text.Json;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class CustomerTests(Neighbourhood neighbourhood) : IClassFixture<Neighbourhood>
{
    private static string Id(string probe) => $"{Neighbourhood.Tenant}/{probe}";

    [Fact]
    public async Task The_fleet_begins_with_the_lowest_gap_and_not_with_the_lowest_score()
    {
        await using var page = await OpenAsync("/", "[data-id]");
        await Assertions.Expect(page.Page.Locator("[data-id]")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Row(Id(Neighbourhood.Promised))).ToContainTextAsync("points");

        Assert.Equal([Id(Neighbourhood.Promised), Id(Neighbourhood.Cheap), Id(Neighbourhood.Nobodys), Id(Neighbourhood.Silent)], await page.ProbesInOrderAsync());
        await Assertions.Expect(page.Row(Id(Neighbourhood.Nobodys))).ToContainTextAsync("no customer");
        await Assertions.Expect(page.Row(Id(Neighbourhood.Silent)).Locator("[data-gap], .expected")).ToContainTextAsync("not known");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Most urgent first" }).ClickAsync();
        Assert.Equal(Id(Neighbourhood.Promised), (await page.ProbesInOrderAsync())[^1]);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_list_of_customers_is_by_gap_and_narrows_by_class_and_search()
    {
        await using var page = await OpenAsync("/customers", "[data-customer]");

        Assert.Equal([Neighbourhood.Disappointed, Neighbourhood.Content, Neighbourhood.Unmeasured], await CustomersAsync(page));
        await page.Page.Locator("[data-facet=class]").SelectOptionAsync("prepaid");
        await Assertions.Expect(page.Page.Locator("[data-customer]")).ToHaveCountAsync(1);
        Assert.Equal([Neighbourhood.Content], await CustomersAsync(page));
        Assert.Contains("class=prepaid", page.Page.Url, StringComparison.Ordinal);

        await page.Page.Locator("[data-facet=class]").SelectOptionAsync("");
        await page.Page.GetByRole(AriaRole.Searchbox).FillAsync("olt-7 villa");
        await Assertions.Expect(page.Page.Locator("[data-customer]")).ToHaveCountAsync(1);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = Neighbourhood.Disappointed })).ToBeVisibleAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_customer_s_page_begins_with_the_sentence_that_care_reads_out_and_says_what_was_got_and_expected()
    {
        await using var page = await OpenAsync($"/customers/{Neighbourhood.Tenant}/{Neighbourhood.Disappointed}", "[data-score-now]");
        var said = await neighbourhood.CustomerAsync(Neighbourhood.Disappointed);
        var expectation = said.GetProperty("expectation");

        // The clock time in a sentence may move on between the two looks; its words do not.
        await Assertions.Expect(page.Page.Locator("[data-care-sentence]")).ToContainTextAsync(said.GetProperty("sentence").GetString()![^12..]);
        await Assertions.Expect(page.Page.Locator(".gap[data-gap]")).ToContainTextAsync("below adequate");
        Assert.Equal(99.9, expectation.GetProperty("expected").GetDouble(), 6);
        await Assertions.Expect(page.Page.Locator("[data-parts]")).ToContainTextAsync("what the plan promises99.9 points");
        await Assertions.Expect(page.Page.Locator("[data-app=gaming]")).ToContainTextAsync("below adequate");
        await Assertions.Expect(page.Page.Locator($"[data-of-customer={Neighbourhood.Promised}]")).ToContainTextAsync("online");
        await Assertions.Expect(page.Page.Locator("[data-pillar=network]")).ToContainTextAsync("100 %");
        await Assertions.Expect(page.Page.Locator("[data-changes]")).ToContainTextAsync("added");
        await page.PhotographAsync("customer");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_customer_whose_probe_measured_nothing_has_an_unknown_gap_and_not_a_gap_of_nothing()
    {
        await using var page = await OpenAsync($"/customers/{Neighbourhood.Tenant}/{Neighbourhood.Unmeasured}", "[data-score-now]");

        await Assertions.Expect(page.Page.Locator("[data-score-now]")).ToContainTextAsync("–");
        await page.ShowsAsync("The gap is not known.");
        await page.ShowsAsync("No day has a figure yet");
        Assert.Equal(JsonValueKind.Null, (await neighbourhood.CustomerAsync(Neighbourhood.Unmeasured)).GetProperty("expectation").GetProperty("gap").ValueKind);
    }

    [Fact]
    public async Task The_zone_of_what_is_tolerated_lies_behind_the_score_s_trend_and_the_gap_beside_it()
    {
        await using var page = await OpenAsync($"/probes/{Neighbourhood.Tenant}/{Neighbourhood.Promised}", "[data-score-now]");
        var expectation = (await neighbourhood.ProbeAsync(Neighbourhood.Promised)).GetProperty("expectation");

        var zone = await page.Page.Locator("[data-zone]").GetAttributeAsync("data-zone");
        Assert.Equal(
            [expectation.GetProperty("adequate").GetDouble(), expectation.GetProperty("desired").GetDouble()],
            zone!.Split(',').Select(edge => double.Parse(edge, CultureInfo.InvariantCulture)));
        await Assertions.Expect(page.Page.Locator("[data-expected]")).ToContainTextAsync("below adequate");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = Neighbourhood.Disappointed }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = Neighbourhood.Disappointed })).ToBeVisibleAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_probe_of_nobody_has_no_zone_and_nothing_is_made_up_for_it()
    {
        await using var page = await OpenAsync($"/probes/{Neighbourhood.Tenant}/{Neighbourhood.Nobodys}", "[data-score-now]");

        await Assertions.Expect(page.Page.Locator("[data-zone]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page.Locator("[data-expected]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_customer_that_nobody_knows_is_said_to_be_unknown_with_the_way_on()
    {
        await using var page = await OpenAsync($"/customers/{Neighbourhood.Tenant}/c-999", "h2");

        await page.ShowsAsync("No such customer");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "list of customers" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-customer]")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task The_roll_ups_are_those_of_the_api_and_lead_to_the_customers_of_a_group()
    {
        await using var page = await OpenAsync("/rollups?by=technology", "[data-group=dsl]");
        var groups = (await neighbourhood.Scene.Api.GetAsync("/api/v1/rollups?by=technology")).GetProperty("groups").EnumerateArray().ToList();

        await Assertions.Expect(page.Page.Locator("[data-group]")).ToHaveCountAsync(groups.Count);
        foreach (var group in groups)
        {
            var row = page.Page.Locator($"[data-group='{group.GetProperty("key").GetString()}'] td");
            foreach (var (cell, name) in new[] { (0, "customers"), (1, "probes"), (2, "below") })
                await Assertions.Expect(row.Nth(cell)).ToHaveTextAsync(group.GetProperty(name).GetInt32().ToString(CultureInfo.InvariantCulture));
        }

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "dsl" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-customer]")).ToHaveCountAsync(1);
        Assert.Equal([Neighbourhood.Content], await CustomersAsync(page));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Keys_lead_from_page_to_page_and_the_header_says_where_one_is()
    {
        await using var page = await OpenAsync("/", "[data-id]");

        foreach (var (key, heading) in new[] { ("c", "Customers"), ("r", "Roll-ups"), ("p", "Parity"), ("g", "Probes") })
        {
            await page.Page.Keyboard.PressAsync(key);
            await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = 1 })).ToBeVisibleAsync();
            await Assertions.Expect(page.Page.Locator("nav [aria-current=page]")).ToHaveTextAsync(heading);
        }
    }

    [Theory]
    [InlineData("/customers", "[data-customer]")]
    [InlineData($"/customers/{Neighbourhood.Tenant}/{Neighbourhood.Disappointed}", "[data-score-now]")]
    [InlineData($"/probes/{Neighbourhood.Tenant}/{Neighbourhood.Promised}", "[data-score-now]")]
    [InlineData("/", "[data-id]")]
    [InlineData("/rollups?by=technology", "[data-group]")]
    public async Task No_width_makes_a_page_wider_than_the_screen(string path, string shown)
    {
        await using var page = await OpenAsync(path, shown);

        foreach (var width in new[] { 320, 360, 480, 768, 1039, 1041, 1215, 1217, 1279, 1439, 1441, 1920, 2560 })
        {
            await page.Page.SetViewportSizeAsync(width, 800);
            Assert.Equal((width, 0), (width, await page.OverflowAsync()));
        }
    }

    private static Task<string[]> CustomersAsync(DashboardPage page) =>
        page.Page.Locator("[data-customer]").EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.customer.split('/')[1])");

    private async Task<DashboardPage> OpenAsync(string path, string shown)
    {
        var page = await neighbourhood.Browser.OpenAsync(neighbourhood.Scene.Address(path));
        await page.Page.Locator(shown).First.WaitForAsync();
        return page;
    }
}

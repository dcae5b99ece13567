using System.Text.RegularExpressions;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class VerdictTests(Street street) : IClassFixture<Street>
{
    [Fact]
    public async Task An_access_line_that_loses_is_named_with_the_neighbours_who_were_heard()
    {
        await using var page = await ProbeAsync(Street.Hit);
        var verdict = await street.VerdictAsync(Street.Hit);
        var shown = page.Page.Locator("[data-verdict-kind]");

        await Assertions.Expect(shown.Locator(".who")).ToHaveTextAsync(new Regex(@"^access line\s+since \d\d:\d\d:\d\d$"));
        await Assertions.Expect(shown.Locator("[data-scope=node]")).ToHaveTextAsync("It is the access node, not this line alone.");
        await Assertions.Expect(shown.Locator("[data-witnesses]").First).ToHaveTextAsync($"2 neighbours on the same access node ({Street.Node}) have it too.");
        await page.Page.GetByText("the 3 witnesses").ClickAsync();
        foreach (var witness in verdict.GetProperty("witnesses").EnumerateArray())
        {
            var confirms = witness.GetProperty("says").GetString() == "confirms";
            Assert.Equal(confirms, Street.HitToo.Contains(witness.GetProperty("probe").GetString()));
            await Assertions.Expect(shown.GetByRole(AriaRole.Row, new() { Name = $"{Street.Tenant}/{witness.GetProperty("probe").GetString()}" }))
                .ToContainTextAsync(confirms ? "has it too (access line)" : "does not have it");
        }

        Assert.Equal(3, verdict.GetProperty("witnesses").GetArrayLength());
        await page.PhotographAsync("verdict-node", "[aria-labelledby=blamed]");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_verdicts_of_the_day_stand_under_it_with_how_long_each_stood()
    {
        await using var page = await ProbeAsync(Street.Hit);
        var said = (await street.Scene.Api.GetAsync($"/api/v1/probes/{Street.Tenant}/{Street.Hit}/verdicts")).GetProperty("verdicts");

        await Assertions.Expect(page.Page.Locator("[data-verdict-history]")).ToHaveAttributeAsync("data-verdict-history", $"{said.GetArrayLength()}");
        var newest = page.Page.Locator("[data-verdict-history] tbody tr").First;
        await Assertions.Expect(newest).ToContainTextAsync(new Regex(@"still\s*access line\s*\d+\.\d points\s*2 neighbours have it too, 1 does not"));
    }

    [Fact]
    public async Task The_customer_s_page_has_the_sentence_that_care_reads_out()
    {
        await using var page = await CustomerAsync(Street.Hit);

        await Assertions.Expect(page.Page.Locator("[data-care-sentence]"))
            .ToHaveTextAsync(new Regex(@"^Since (yesterday )?\d\d:\d\d the access network loses packets, 2 neighbours too; nothing to restart at home\.$"));
        await page.PhotographAsync("customer-node");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Where_too_little_was_measured_both_pages_say_that_it_cannot_be_told()
    {
        await using var probe = await ProbeAsync(Street.Short);
        await Assertions.Expect(probe.Page.Locator("[data-verdict-kind=cannotTell] .who")).ToContainTextAsync("cannot tell");
        await Assertions.Expect(probe.Page.Locator("[data-scope]")).ToHaveCountAsync(0);

        await using var customer = await CustomerAsync(Street.Short);
        await Assertions.Expect(customer.Page.Locator("[data-care-sentence]")).ToHaveTextAsync("There is too little data to tell how the line is or where any trouble lies.");
    }

    [Fact]
    public async Task The_sentence_of_an_open_customer_page_follows_what_is_measured()
    {
        await using var page = await CustomerAsync(Street.Late);
        await page.LinkIsAsync("live");
        await Assertions.Expect(page.Page.Locator("[data-care-sentence]")).ToContainTextAsync("Nothing has been measured here yet");

        await street.BeginLateAsync();
        // A page that only looked now and then would look again after a minute.
        await Assertions.Expect(page.Page.Locator("[data-care-sentence]")).ToContainTextAsync("The connection works well", new() { Timeout = 50_000 });
        Assert.Empty(page.Errors);
    }

    private Task<DashboardPage> ProbeAsync(string house) => OpenAsync($"/probes/{Street.Tenant}/{house}");

    private Task<DashboardPage> CustomerAsync(string house) => OpenAsync($"/customers/{Street.Tenant}/{Street.CustomerOf(house)}");

    private async Task<DashboardPage> OpenAsync(string path)
    {
        var page = await street.Browser.OpenAsync(street.Scene.Address(path));
        await page.Page.Locator("[data-score-now]").WaitForAsync();
        return page;
    }
}

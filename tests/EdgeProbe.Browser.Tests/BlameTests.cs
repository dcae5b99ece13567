using System.Globalization;
using System.Text.Json;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Browser.Tests.Scenes;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests;

[Collection(BrowserTests.Name)]
public sealed class BlameTests(Fleet fleet)
{
    [Theory]
    [InlineData("segment", "segments")]
    [InlineData("cause", "causes")]
    public async Task The_waterfall_falls_from_100_to_the_score_by_the_points_of_the_api(string cut, string parts)
    {
        await using var page = await OpenAsync("north", "farm-2");
        var table = page.Page.Locator($"[data-waterfall={cut}]");
        await table.WaitForAsync();
        var steps = await StepsAsync(table);
        var blame = (await fleet.Scene.Api.ProbeAsync("north", "farm-2")).GetProperty("blame");

        Assert.Equal(100, steps["start"], 9);
        Assert.Equal(blame.GetProperty("score").GetDouble(), steps["end"], 6);
        Assert.Equal(blame.GetProperty("notAttributable").GetDouble(), steps["nobody"], 6);
        // The kinds of trouble need not account for all that the segments do; what they leave is a line of its own, never spread over the others.
        if (cut == "segment") Assert.DoesNotContain("rest", steps.Keys);
        Assert.Equal(100 - steps["end"], steps.Where(step => step.Key is not ("start" or "end")).Sum(step => step.Value), 6);
        foreach (var part in blame.GetProperty(parts).EnumerateArray())
            Assert.Equal(part.GetProperty("points").GetDouble(), steps[part.GetProperty(cut).GetString()!], 6);
        await page.PhotographAsync($"blame-{cut}", "[aria-labelledby=blamed]");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task What_nobody_can_repair_is_a_line_of_its_own_that_says_so()
    {
        await using var page = await OpenAsync("north", "farm-2");
        var line = page.Page.Locator("[data-waterfall=segment] [data-step=nobody]");

        await Assertions.Expect(line).ToContainTextAsync("distance, satellite");
        await Assertions.Expect(line).ToContainTextAsync("nobody can repair it");
    }

    [Fact]
    public async Task The_verdict_is_the_api_s_in_words_with_its_reason()
    {
        await using var page = await OpenAsync("north", "farm-2");
        var verdict = (await fleet.Scene.Api.ProbeAsync("north", "farm-2")).GetProperty("verdict");
        var shown = page.Page.Locator("[data-verdict-kind]");

        await Assertions.Expect(shown).ToHaveAttributeAsync("data-verdict-kind", verdict.GetProperty("kind").GetString()!);
        await Assertions.Expect(shown).ToContainTextAsync(verdict.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task A_probe_without_a_score_has_no_parts_and_says_why()
    {
        await using var page = await OpenAsync("south", "school-4");

        await Assertions.Expect(page.Page.Locator("[data-waterfall]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page.Locator("[data-blame-note]")).ToContainTextAsync("No parts to show.");
        Assert.Equal(JsonValueKind.Null, (await fleet.Scene.Api.ProbeAsync("south", "school-4")).GetProperty("blame").ValueKind);
    }

    private static async Task<Dictionary<string, double>> StepsAsync(ILocator table)
    {
        var rows = await table.Locator("[data-step]").EvaluateAllAsync<string[]>("all => all.map(one => `${one.dataset.step}=${one.dataset.stepPoints}`)");
        return rows.Select(row => row.Split('=')).ToDictionary(row => row[0], row => double.Parse(row[1], CultureInfo.InvariantCulture));
    }

    private async Task<DashboardPage> OpenAsync(string tenant, string probe)
    {
        var page = await fleet.Browser.OpenAsync(fleet.Scene.Address($"/probes/{tenant}/{probe}"));
        await page.Page.Locator("[data-score-now]").WaitForAsync();
        return page;
    }
}

using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests.Browsing;

/// <summary>One open page, with what went wrong on it and where it asked for things.</summary>
public sealed class DashboardPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<Uri> _requests = new();

    public DashboardPage(IPage page)
    {
        Page = page;
        // The patience of a loaded machine, not an assertion.
        page.SetDefaultTimeout(60_000);
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Request += (_, request) => _requests.Enqueue(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>Exceptions that no code caught.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public IEnumerable<string> HostsAsked => _requests.Where(url => url.Scheme is "http" or "https").Select(url => url.Authority).Distinct();

    public ILocator Row(string probe) => Page.Locator($"[data-probe='{probe}']");

    /// <summary>The names in the list, from the top.</summary>
    public Task<string[]> ProbesInOrderAsync() => Page.Locator("[data-id]").EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.id)");

    public async Task ShowsAsync(string text) => await Assertions.Expect(Page.Locator("body")).ToContainTextAsync(text, new() { Timeout = 60_000 });

    /// <summary>True when the link to the collector is in this state: connecting, live, polling or unreachable.</summary>
    public async Task LinkIsAsync(string state) => await Page.Locator($"[data-link='{state}']").WaitForAsync();

    /// <summary>Pixels by which the page is wider than the screen.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>For people: beside the tests' binaries, in "screenshots".</summary>
    public Task PhotographAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Picture(name), FullPage = true });

    /// <summary>The same of one part of the page.</summary>
    public Task PhotographAsync(string name, string part) => Page.Locator(part).ScreenshotAsync(new LocatorScreenshotOptions { Path = Picture(name) });

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    private static string Picture(string name) => Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png");
}

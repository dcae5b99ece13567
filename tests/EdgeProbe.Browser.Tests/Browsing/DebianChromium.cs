using Microsoft.Playwright;

namespace EdgeProbe.Browser.Tests.Browsing;

/// <summary>Debian's chromium, driven by Playwright: one process for all tests, a fresh profile for each page.</summary>
public sealed class DebianChromium : IAsyncLifetime
{
    private const string Installed = "/usr/bin/chromium";

    // Quiet and alone: nothing is fetched in the background, and the sandbox cannot be set up by root.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Installed)) throw new FileNotFoundException($"{Installed} is missing: run deploy/setup.sh, or apt-get install chromium");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Installed, Args = Arguments });
    }

    public async Task<DashboardPage> OpenAsync(Uri address, int width = 1280, int height = 800, ColorScheme colours = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colours,
            TimezoneId = "Africa/Nairobi",
        });
        var page = new DashboardPage(await context.NewPageAsync());
        await page.Page.GotoAsync(address.AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

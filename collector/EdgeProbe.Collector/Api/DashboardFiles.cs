using Microsoft.Extensions.FileProviders;

namespace EdgeProbe.Collector.Api;

/// <summary>The dashboard: its files, and its first page for every address that the page itself understands.</summary>
internal static class DashboardFiles
{
    private const string NotBuilt = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>EdgeProbe</title>
        <body style="font-family:sans-serif;max-width:40rem;margin:4rem auto;line-height:1.5">
        <h1>The collector works; its dashboard has not been built</h1>
        <p>Run <code>npm ci &amp;&amp; npm run build</code> in <code>collector/dashboard</code>, build the collector again and reload this page.</p>
        <p>Until then: <a href="/api/v1/probes">the probes</a>, <a href="/openapi/v1.json">the REST interface</a>, <a href="/health/ready">health</a>, <a href="/metrics">metrics</a>.</p>
        </body></html>
        """;

    // The dashboard's places.ts knows the same ones.
    private static readonly string[] Pages = ["/", "/probes/{tenant}/{probe}", "/customers", "/customers/{tenant}/{id}", "/rollups", "/parity", "/profiles"];

    public static void MapDashboard(this WebApplication app)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var index = Path.Combine(root, "index.html");
        if (Directory.Exists(root)) app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(root) });
        foreach (var page in Pages)
            app.MapGet(page, () => File.Exists(index) ? Results.File(index, "text/html; charset=utf-8") : Results.Content(NotBuilt, "text/html; charset=utf-8")).ExcludeFromDescription();
    }
}

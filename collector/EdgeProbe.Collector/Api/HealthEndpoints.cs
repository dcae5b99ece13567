using EdgeProbe.Collector.Api.Prometheus;

namespace EdgeProbe.Collector.Api;

/// <summary>One thing that must work for the collector to do its work: its name, and why it does not; null when it does.</summary>
public sealed record ReadinessCheck(string Name, Func<CancellationToken, ValueTask<string?>> Problem);

/// <summary>For whoever watches the collector itself.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("alive\n")).WithSummary("200 while the process answers");
        routes.MapGet("/health/ready", ReadyAsync).WithSummary("200 when samples can be taken in and stored, else 503, each part in words")
            .Produces<Dictionary<string, string>>().Produces<Dictionary<string, string>>(503);
        routes.MapGet("/metrics", (PrometheusText metrics) => Results.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8")).WithSummary("Prometheus text");
    }

    private static async Task<IResult> ReadyAsync(IEnumerable<ReadinessCheck> checks, CancellationToken gone)
    {
        var words = new Dictionary<string, string>();
        var ready = true;
        foreach (var check in checks)
        {
            var problem = await check.Problem(gone);
            ready &= problem is null;
            words[check.Name] = problem ?? "ok";
        }

        return Results.Json(words, statusCode: ready ? 200 : 503);
    }
}

using System.Text.Json;
using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Contract;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace EdgeProbe.Collector.Api;

/// <summary>Server-Sent Events (WHATWG HTML, section 9.2): changes as they happen, at most one a second for each probe.</summary>
internal static class EventEndpoint
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromSeconds(1);

    // A page that takes longer for a few kilobytes is asleep or gone.
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(10);

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/events", StreamAsync)
            .WithSummary("Changes as Server-Sent Events; ?probe=tenant/probe for one probe, ?customer=tenant/id for the probes of one customer")
            .Produces<string>(200, "text/event-stream")
            .ProducesProblem(400)
            .ProducesProblem(503);

    private static async Task<IResult> StreamAsync(
        HttpContext context, string? probe, string? customer, EventHub hub, ViewMaker views, CustomerRegistry customers, TimeProvider clock, IOptions<JsonOptions> json,
        IHostApplicationLifetime lifetime)
    {
        Func<ProbeId, bool>? wants = null;
        if (probe is not null)
        {
            if (probe.Split('/') is not [var tenant, var name] || !ProbeId.TryCreate(tenant, name, out var id))
                return Problems.Bad($"probe is \"{probe}\"; it must be tenant/probe");
            wants = other => other == id;
        }

        if (customer is not null)
        {
            if (wants is not null) return Problems.Bad("probe and customer are both given; ask for one of them");
            if (customer.Split('/') is not [{ Length: > 0 } tenant, { Length: > 0 } number]) return Problems.Bad($"customer is \"{customer}\"; it must be tenant/id");
            var key = new CustomerKey(tenant, number);
            wants = other => customers.OfProbe(other)?.Key == key;
        }

        if (hub.Open(wants) is not { } page) return Problems.Unavailable("too many pages listen already; close some");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await TellAsync(context, page, views, clock, json.Value.SerializerOptions, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The page was closed, or the collector stops.
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            hub.DroppedSlowPage();
            context.Abort();
        }
        finally
        {
            hub.Close(page);
        }

        return Results.Empty;
    }

    private static async Task TellAsync(
        HttpContext context, EventPage page, ViewMaker views, TimeProvider clock, JsonSerializerOptions json, CancellationToken gone)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        // A reverse proxy that buffers would hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await WriteAsync(response, $"event: hello\ndata: {{\"time\":\"{clock.GetUtcNow():O}\"}}\n\n", clock, gone);
        while (true)
        {
            var changed = await page.WaitAsync(Heartbeat, clock, gone);
            if (changed.Count == 0) await WriteAsync(response, ": still here\n\n", clock, gone);
            foreach (var id in changed)
                if (views.Summary(id) is { } summary) await WriteAsync(response, $"event: probe\ndata: {JsonSerializer.Serialize(summary, json)}\n\n", clock, gone);
            if (changed.Count > 0) await Task.Delay(BetweenEvents, clock, gone);
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, TimeProvider clock, CancellationToken gone)
    {
        using var limit = new CancellationTokenSource(WritePatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        await response.WriteAsync(text, either.Token);
        await response.Body.FlushAsync(either.Token);
    }
}

using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Experience.Verdicts;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Api;

/// <summary>Probes, their scores and their windows.</summary>
internal static class ProbeEndpoints
{
    private const int MostPoints = 2_000;
    private const int MostWindowHours = 6;
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(3);

    public static void MapProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/probes", (ViewMaker views) => views.List()).WithSummary("All probes, each with its score now");
        routes.MapGet("/api/v1/probes/{tenant}/{probe}", DetailAsync).WithSummary("One probe: its score explained, its ladder, its checks, its passive series")
            .Produces<ProbeDetail>().ProducesProblem(404);
        routes.MapGet("/api/v1/probes/{tenant}/{probe}/scores", ScoresAsync).WithSummary("Minute scores; the last three hours unless told")
            .Produces<ScoreSeries>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        routes.MapGet("/api/v1/probes/{tenant}/{probe}/windows", WindowsAsync).WithSummary("Minute windows of all tests, or of one")
            .Produces<WindowSeries>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        routes.MapGet("/api/v1/probes/{tenant}/{probe}/quarantine", Quarantine).WithSummary("The newest 100 samples that were set aside, and why")
            .Produces<QuarantineList>().ProducesProblem(404).ProducesProblem(503);
        routes.MapGet("/api/v1/probes/{tenant}/{probe}/verdicts", Verdicts).WithSummary("What was to blame and when, with the neighbours who were heard; the last day unless told")
            .Produces<VerdictList>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        routes.MapGet("/api/v1/profile", (Scores.ScoreKeeper scores) => ProfileView.Of(scores.Scorer.Profile)).WithSummary("The numbers that make a score");
    }

    private static async Task<IResult> DetailAsync(string tenant, string probe, ViewMaker views, ISampleStore store, CancellationToken gone) =>
        ProbeId.TryCreate(tenant, probe, out var id) && await views.DetailAsync(id, store, gone) is { } detail ? Results.Ok(detail) : Problems.NoProbe(tenant, probe);

    private static IResult Verdicts(
        string tenant, string probe, DateTimeOffset? from, DateTimeOffset? to, ViewMaker views, VerdictKeeper verdicts, TimeProvider clock)
    {
        if (!ProbeId.TryCreate(tenant, probe, out var id) || views.Summary(id) is null) return Problems.NoProbe(tenant, probe);
        var end = to ?? clock.GetUtcNow();
        var start = from ?? end - TimeSpan.FromDays(1);
        if (end <= start) return Problems.Bad($"from ({start:O}) must lie before to ({end:O})");
        try
        {
            return Results.Ok(VerdictList.Of(verdicts.Between(id, start.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds())));
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }

    private static IResult Quarantine(string tenant, string probe, ViewMaker views)
    {
        try
        {
            return ProbeId.TryCreate(tenant, probe, out var id) && views.Quarantine(id) is { } list ? Results.Ok(list) : Problems.NoProbe(tenant, probe);
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }

    private static Task<IResult> ScoresAsync(
        string tenant, string probe, DateTimeOffset? from, DateTimeOffset? to, ViewMaker views, ISampleStore store, TimeProvider clock, CancellationToken gone) =>
        InSpanAsync(tenant, probe, Span(from, to, clock), TimeSpan.FromMinutes(MostPoints), views, async (id, start, end) =>
        {
            var rows = await store.ReadScoresAsync(id, start, end, gone);
            return Results.Ok(new ScoreSeries([.. rows.Select(views.Point)]));
        });

    private static Task<IResult> WindowsAsync(
        string tenant, string probe, DateTimeOffset? from, DateTimeOffset? to, string? test, ViewMaker views, ISampleStore store, TimeProvider clock, CancellationToken gone) =>
        InSpanAsync(tenant, probe, Span(from, to, clock), TimeSpan.FromHours(MostWindowHours), views, async (id, start, end) =>
        {
            var rows = await store.ReadWindowsAsync(id, start, end, gone);
            return Results.Ok(ViewMaker.Minutes(test is null ? rows : [.. rows.Where(r => r.Test.Id == test)]));
        });

    private static (DateTimeOffset From, DateTimeOffset To) Span(DateTimeOffset? from, DateTimeOffset? to, TimeProvider clock)
    {
        var end = to ?? clock.GetUtcNow();
        return (from ?? end - DefaultSpan, end);
    }

    private static async Task<IResult> InSpanAsync(
        string tenant, string probe, (DateTimeOffset From, DateTimeOffset To) span, TimeSpan longest, ViewMaker views, Func<ProbeId, long, long, Task<IResult>> answer)
    {
        if (!ProbeId.TryCreate(tenant, probe, out var id) || views.Summary(id) is null) return Problems.NoProbe(tenant, probe);
        if (span.To <= span.From) return Problems.Bad($"from ({span.From:O}) must lie before to ({span.To:O})");
        if (span.To - span.From > longest) return Problems.Bad($"from and to are {(span.To - span.From).TotalHours:0.#} h apart; ask for {longest.TotalHours:0.#} h at most");
        try
        {
            return await answer(id, span.From.ToUnixTimeMilliseconds(), span.To.ToUnixTimeMilliseconds());
        }
        catch (StoreReadException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }
}

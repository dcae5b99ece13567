using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;

namespace EdgeProbe.Collector.Api;

/// <summary>What customers were promised.</summary>
internal static class PlanEndpoints
{
    public static void MapPlans(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/plans", (CustomerRegistry registry, Scores.ScoreKeeper scores) => PlanList.Of(registry, scores.Scorer.Profile)).WithSummary("All plans and what each promises");
        routes.MapPut("/api/v1/plans/{tenant}/{plan}", (string tenant, string plan, HttpContext context, Importer importer) =>
                ImportBody.TakeOneAsync(context, body => importer.Plan(body, new PlanKey(tenant, plan))))
            .WithSummary("Adds a plan or replaces it").Produces<ImportCounts>().ProducesProblem(400).Produces<ImportProblems>(422).ProducesProblem(503);
        routes.MapDelete("/api/v1/plans/{tenant}/{plan}", Remove).WithSummary("Forgets a plan that nobody has")
            .Produces(204).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        routes.MapGet("/api/v1/plans/{tenant}/{plan}/history", (string tenant, string plan, CustomerRegistry registry) =>
                HistoryOf(() => registry.History(new PlanKey(tenant, plan))))
            .WithSummary("Changes of a plan, newest first").Produces<ChangeList>().ProducesProblem(503);
        routes.MapPost("/api/v1/plans/import", (HttpContext context, Importer importer) =>
                ImportBody.TakeAsync(context, csv: true, json: true, (body, form) => importer.PlansAsync(body, form, context.RequestAborted)))
            .WithSummary("Plans as CSV or as a JSON array: all or none").Produces<ImportCounts>().ProducesProblem(413).ProducesProblem(415).Produces<ImportProblems>(422);
        routes.MapGet("/api/v1/plans/export", (Importer importer) => Results.Text(importer.ExportPlans(), "text/csv; charset=utf-8")).WithSummary("All plans as CSV, as the import takes it");
    }

    public static IResult HistoryOf(Func<IReadOnlyList<Change>> read)
    {
        try
        {
            return Results.Ok(new ChangeList([.. read().Select(c => new ChangeView(c.At, c.What, c.Field, c.Before, c.After))]));
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }

    private static IResult Remove(string tenant, string plan, CustomerRegistry registry)
    {
        try
        {
            return registry.Remove(new PlanKey(tenant, plan)) ? Results.NoContent() : Problems.None("plan", $"{tenant}/{plan} is not among the plans");
        }
        catch (InvalidOperationException having)
        {
            return Results.Problem(title: "The plan cannot be forgotten", detail: having.Message, statusCode: 409);
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }
}

using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;

namespace EdgeProbe.Collector.Api;

/// <summary>What customers said, and what other systems say of their pillars.</summary>
internal static class RatingEndpoints
{
    public static void MapRatings(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/ratings", (HttpContext context, RatingImporter importer) =>
                ImportBody.TakeAsync(context, csv: false, json: true, (body, form) => importer.RatingsAsync(body, form, context.RequestAborted)))
            .WithSummary("Ratings, complaints and tickets as a JSON array: all or none").Produces<ImportCounts>().ProducesProblem(415).Produces<ImportProblems>(422);
        routes.MapPost("/api/v1/ratings/import", (HttpContext context, RatingImporter importer) =>
                ImportBody.TakeAsync(context, csv: true, json: true, (body, form) => importer.RatingsAsync(body, form, context.RequestAborted)))
            .WithSummary("Ratings, complaints and tickets as CSV: all or none").Produces<ImportCounts>().ProducesProblem(413).ProducesProblem(415).Produces<ImportProblems>(422);
        routes.MapPost("/api/v1/pillars", (HttpContext context, RatingImporter importer) =>
                ImportBody.TakeAsync(context, csv: false, json: true, (body, form) => importer.PillarsAsync(body, form, context.RequestAborted)))
            .WithSummary("Scores of pillars that other systems know, as a JSON array: all or none").Produces<ImportCounts>().ProducesProblem(415).Produces<ImportProblems>(422);
    }
}

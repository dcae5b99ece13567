using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Collector.Experience;

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
        routes.MapGet("/api/v1/ratings/report", Report).WithSummary("How scores follow what customers said: ?by=all|class|plan|technology|region|persona&days=90")
            .Produces<SaidReportView>().ProducesProblem(400).ProducesProblem(503);
        routes.MapPost("/api/v1/pillars", (HttpContext context, RatingImporter importer) =>
                ImportBody.TakeAsync(context, csv: false, json: true, (body, form) => importer.PillarsAsync(body, form, context.RequestAborted)))
            .WithSummary("Scores of pillars that other systems know, as a JSON array: all or none").Produces<ImportCounts>().ProducesProblem(415).Produces<ImportProblems>(422);
    }

    private static IResult Report(string? by, int? days, CalibrationDesk desk, Scores.ScoreKeeper scores, TimeProvider clock)
    {
        if (Word.Of<SegmentBy>(by ?? "all") is not { } segment) return Word.Unknown<SegmentBy>("by", by);
        if (days is < 1 or > CalibrationDesk.MostDays) return Problems.Bad($"days is {days}; it must be from 1 to {CalibrationDesk.MostDays}");
        try
        {
            return Results.Ok(SaidReportView.Of(desk.Of(segment, days ?? CalibrationDesk.MostDays), scores.Scorer.Profile.Version, clock.GetUtcNow()));
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }
}

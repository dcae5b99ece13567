using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Scoring.Parity;

namespace EdgeProbe.Collector.Api;

/// <summary>Customers and probes in groups: whether classes are treated alike, and how each group does.</summary>
internal static class GroupEndpoints
{
    private const int UsualDays = 28;

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/parity", Parity).WithSummary("Whether two classes of customers are treated alike: ?a=prepaid&b=postpaid&of=score|availability|gap|repair&days=28")
            .Produces<ParityView>().ProducesProblem(400);
        routes.MapGet("/api/v1/parity/overview", Overview).WithSummary("All pairs of classes in all that is compared").Produces<ParityOverview>().ProducesProblem(400);
        routes.MapGet("/api/v1/rollups", Rollups).WithSummary("Groups of probes: ?by=fleet|site|region|technology|plan|class|node").Produces<RollupList>().ProducesProblem(400);
    }

    private static IResult Parity(string? a, string? b, string? of, int? days, ParityBoard board)
    {
        if (Word.Of<CustomerClass>(a) is not { } first) return Word.Unknown<CustomerClass>("a", a);
        if (Word.Of<CustomerClass>(b) is not { } second) return Word.Unknown<CustomerClass>("b", b);
        if (Word.Of<ParityOf>(of ?? "score") is not { } what) return Word.Unknown<ParityOf>("of", of);
        if (first == second) return Problems.Bad($"a and b are both {a}; name two classes");
        return DaysProblem(days) ?? Results.Ok(ParityView.From(board.Of(first, second, what, days ?? UsualDays)));
    }

    private static IResult Overview(int? days, ParityBoard board, TimeProvider clock)
    {
        if (DaysProblem(days) is { } problem) return problem;
        var classes = Enum.GetValues<CustomerClass>();
        var pairs = from a in classes from b in classes where a < b from of in Enum.GetValues<ParityOf>() select board.Of(a, b, of, days ?? UsualDays);
        return Results.Ok(new ParityOverview(
            clock.GetUtcNow(), classes, [.. pairs.Select(p => new ParityPairView(p.A, p.B, p.Of, p.State, p.Report.Shift, p.Report.CountA, p.Report.CountB))]));
    }

    private static IResult Rollups(string? by, RollupMaker rollups, TimeProvider clock) => Word.Of<RollupBy>(by ?? "fleet") is { } known
        ? Results.Ok(new RollupList(known, clock.GetUtcNow(), [.. rollups.By(known).Select(RollupGroupView.Of)]))
        : Word.Unknown<RollupBy>("by", by);

    private static IResult? DaysProblem(int? days) => days is { } given && given is < ParityBoard.LeastDays or > ParityBoard.MostDays
        ? Problems.Bad($"days is {days}; it must be from {ParityBoard.LeastDays} to {ParityBoard.MostDays}")
        : null;
}

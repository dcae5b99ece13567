namespace EdgeProbe.Collector.Api;

/// <summary>What went wrong, as RFC 9457 has it.</summary>
internal static class Problems
{
    public static IResult Bad(string words) => Results.Problem(title: "The request cannot be answered as it is", detail: words, statusCode: 400);

    public static IResult NoProbe(string tenant, string probe) =>
        Results.Problem(title: "There is no such probe", detail: $"{tenant}/{probe} has never published anything here", statusCode: 404);

    public static IResult NoCustomer(string tenant, string id) => None("customer", $"{tenant}/{id} is not among the customers");

    public static IResult None(string what, string words) => Results.Problem(title: $"There is no such {what}", detail: words, statusCode: 404);

    public static IResult Unavailable(string words) => Results.Problem(title: "Not now", detail: words, statusCode: 503);
}

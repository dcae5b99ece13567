using System.Text.Json;
using EdgeProbe.Collector.Customers.Import;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeProbe.Collector.Api;

/// <summary>Bodies of imports: CSV or JSON by their Content-Type, larger than any other request, read as they arrive.</summary>
internal static class ImportBody
{
    /// <summary>Bytes; about 200,000 customers.</summary>
    public const long Largest = 32 * 1024 * 1024;

    public static async Task<IResult> TakeAsync(HttpContext context, bool csv, bool json, Func<Stream, ImportForm, Task<ImportResult>> take)
    {
        var type = context.Request.ContentType?.Split(';')[0].Trim() ?? "";
        ImportForm? form = csv && type is "text/csv" ? ImportForm.Csv : json && type is "application/json" ? ImportForm.Json : null;
        if (form is not { } known)
        {
            var wanted = string.Join(" or ", new[] { csv ? "text/csv" : null, json ? "application/json" : null }.OfType<string>());
            return Results.Problem(title: "The body's type is not known", detail: $"Content-Type is \"{type}\"; it must be {wanted}", statusCode: 415);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = Largest;
        return await AnswerAsync(async () => Answer(await take(context.Request.Body, known)));
    }

    /// <summary>One JSON object.</summary>
    public static Task<IResult> TakeOneAsync(HttpContext context, Func<JsonElement, ImportResult> take) => AnswerAsync(async () =>
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return Answer(take(document.RootElement));
        }
        catch (JsonException broken)
        {
            return Problems.Bad($"the body is not JSON: {broken.Message}");
        }
    });

    public static async Task<IResult> AnswerAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (BadHttpRequestException large) when (large.StatusCode == 413)
        {
            return Results.Problem(title: "The body is too large", detail: $"an import is {Largest / (1024 * 1024)} MiB at most, any other body 64 KiB: divide the file", statusCode: 413);
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }

    public static IResult Answer(ImportResult result) => result.Counts is { } counts && !result.Problems.Any
        ? Results.Ok(counts)
        : Results.Json(ImportProblems.Of(result.Problems), statusCode: 422, contentType: "application/problem+json");
}

/// <summary>Why nothing of an import was taken.</summary>
/// <param name="Count">All problems; the first thousand are in <paramref name="Problems"/>.</param>
public sealed record ImportProblems(string Title, int Status, int Count, IReadOnlyList<RowProblem> Problems)
{
    public static ImportProblems Of(RowProblems problems) => new("Nothing was taken: these rows must be put right first", 422, problems.Count, problems.First);
}

using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Scores.Profiles;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Api;

/// <summary>Versions of the score profile: which there are, which makes scores, and a person who says so.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/profiles", (ProfileShelf shelf) => new ProfileList(shelf.Active.Version, shelf.All, shelf.Activations)).WithSummary("The profiles on the shelf, and which makes scores now");
        routes.MapPost("/api/v1/profiles", Accept)
            .WithSummary("Puts a version with other persona weights on the shelf, such as a calibration report proposes; scores change only when it is activated")
            .Produces<ShelvedProfile>(201).ProducesProblem(400).ProducesProblem(503);
        routes.MapPost("/api/v1/profiles/activate", Activate).WithSummary("Makes a version the one that scores are made with from now on; try `edgeprobe-collector replay` before")
            .Produces<ProfileList>().ProducesProblem(400).ProducesProblem(503);
    }

    private static IResult Accept(AcceptedWeights accepted, ProfileShelf shelf, CalibrationDesk desk, TimeProvider clock) => Answered(() =>
    {
        var (persona, weights) = accepted.Proposal is { } id ? Proposed(desk, id, accepted.Days ?? CalibrationDesk.MostDays) : (accepted.Persona ?? "", Given(accepted));
        var version = shelf.Accept(
            accepted.Basis ?? shelf.Active.Version, persona, weights, accepted.AcceptedBy ?? "", accepted.Reason ?? "", clock.GetUtcNow()).Version;
        return Results.Created("/api/v1/profiles", shelf.All.First(p => p.Version == version));
    });

    private static Dictionary<App, double> Given(AcceptedWeights accepted)
    {
        var weights = new Dictionary<App, double>();
        foreach (var (name, weight) in accepted.Weights ?? [])
        {
            if (!AppNames.TryParse(name, out var app)) throw new ProfileRefusedException($"weights.{name} is not an application: use {string.Join(", ", AppNames.All.Select(a => a.Name()))}");
            weights[app] = weight;
        }

        return weights;
    }

    private static (string Persona, Dictionary<App, double> Weights) Proposed(CalibrationDesk desk, string id, int days)
    {
        if (days is < 1 or > CalibrationDesk.MostDays) throw new ProfileRefusedException($"days is {days}: 1 to {CalibrationDesk.MostDays}, as the report was asked for");
        var proposals = desk.Of(SegmentBy.All, days).Proposals.Where(p => p.Proposal.Weights is not null).ToList();
        var found = proposals.Find(p => p.Id == id)
            ?? throw new ProfileRefusedException($"there is no proposal {id} now: {(proposals.Count == 0 ? "the report proposes nothing" : $"there are {string.Join(", ", proposals.Select(p => p.Id))}")}");
        return (found.Persona, AppNames.All.Zip(found.Proposal.Weights!).ToDictionary(w => w.First, w => w.Second));
    }

    private static IResult Activate(ActivatedVersion activated, ProfileShelf shelf, TimeProvider clock) => Answered(() =>
    {
        shelf.Activate(activated.Version ?? "", activated.By ?? "", clock.GetUtcNow());
        return Results.Ok(new ProfileList(shelf.Active.Version, shelf.All, shelf.Activations));
    });

    private static IResult Answered(Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (ProfileRefusedException refused)
        {
            return Problems.Bad(refused.Message);
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }
}

public sealed record ProfileList(string Active, IReadOnlyList<ShelvedProfile> Profiles, IReadOnlyList<Activation> Activations);

/// <summary>Weights that a person accepts.</summary>
/// <param name="Basis">The version that is copied; the active one when left out.</param>
/// <param name="Weights">By the names of the profile's apps, together 1.</param>
/// <param name="Proposal">Id of a proposal of the ratings' report, in place of persona and weights.</param>
/// <param name="Days">Over how many days that report was asked for; its default when left out.</param>
public sealed record AcceptedWeights(
    string? Basis, string? Persona, Dictionary<string, double>? Weights, string? Proposal, int? Days, string? AcceptedBy, string? Reason);

public sealed record ActivatedVersion(string? Version, string? By);

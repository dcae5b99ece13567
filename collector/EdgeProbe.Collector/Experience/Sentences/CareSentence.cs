using System.Globalization;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Experience.Sentences;

/// <summary>
/// One plain sentence for whoever has the customer on the phone: since when, where, what, who else, and what there is to do at home. It never
/// blames beyond the evidence, and says "cannot tell" where the verdict does. Pure.
/// </summary>
/// <param name="zone">The time zone that times are told in.</param>
public sealed class CareSentence(TimeZoneInfo zone)
{
    // From here on a customer has nothing to complain of; the profile calls it good.
    private const double Fine = 75;

    // Points lost to distance that a customer would notice.
    private const double NotableDistance = 10;
    private const int MostNamed = 2;

    public string Of(CareFacts facts, DateTimeOffset now) => facts.Verdict.Kind switch
    {
        VerdictKind.Segment => Since(facts, now, Trouble(facts)),
        VerdictKind.CannotTell when facts.Verdict is { IsMinor: true, IsThin: false } => Nobody(facts),
        VerdictKind.CannotTell => CannotTell(facts, now),
        VerdictKind.Nobody => Nobody(facts),
        _ => Unknown(facts, now),
    };

    private static string Trouble(CareFacts facts)
    {
        var (verdict, share) = (facts.Verdict, facts.Verdict.Largest!.Value);
        if (share.IsMerged) return $"{Place(share)} {Does(facts)}; which of them cannot be told";
        return share.First switch
        {
            Segment.Lan => $"the home network {Does(facts)}; the line to the house and all beyond it is not the cause",
            Segment.Access => verdict.Scope switch
            {
                VerdictScope.Node => $"the access network {Does(facts)}, {Neighbours(verdict.Confirming)} too; nothing to restart at home",
                VerdictScope.Line => $"the line to this house {Does(facts)}, {Neighbours(verdict.Absolving)} have no such trouble; the home network is not the cause",
                _ => $"the line to the house {Does(facts)}; the home network is not the cause",
            },
            Segment.Core => $"the provider's network {Does(facts)}; nothing to restart at home",
            _ => Service(facts),
        };
    }

    private static string Service(CareFacts facts)
    {
        var name = facts.FailingServices.Count switch
        {
            0 => "what the customer wants to reach",
            <= MostNamed => string.Join(" and ", facts.FailingServices),
            var more => $"{string.Join(", ", facts.FailingServices.Take(MostNamed))} and {more - MostNamed} more",
        };
        var does = facts.FailingServices.Count == 0 ? Does(facts) : facts.FailingServices.Count == 1 ? "does not answer as it should" : "do not answer as they should";
        return $"{name} {does}; the line and the home network are not the cause";
    }

    private string CannotTell(CareFacts facts, DateTimeOffset now)
    {
        if (facts.Verdict.IsThin) return "There is too little data to tell how the line is or where any trouble lies.";
        if (facts.Verdict.IsUnproven) return Since(facts, now, $"the connection {Does(facts)}; where, we cannot tell yet: too few are lost to say");
        var (first, second) = (facts.Verdict.Largest!.Value, facts.Verdict.RunnerUp);
        var between = second is { } other ? $"{Place(first)} and {Place(other)} have about the same part in it" : "no part of the way stands out";
        return Since(facts, now, $"the connection {Does(facts)}; where, we cannot tell: {between}");
    }

    private static string Nobody(CareFacts facts)
    {
        if (facts.Score >= Fine) return "The connection works well; nothing to restart at home.";
        return facts.NotAttributable >= NotableDistance
            ? "The connection is as quick as its distance allows; nothing is broken and nothing to restart at home."
            : "The connection is not at its best, but no part of the way shows trouble now.";
    }

    private string Unknown(CareFacts facts, DateTimeOffset now)
    {
        if (facts.NewestData is not { } newest) return "Nothing has been measured here yet, so we cannot tell how the connection is.";
        return facts.State is ScoreState.NoData or ScoreState.Stale
            ? $"No measurement has come in since {When(newest, now)}, so we cannot tell how the connection is: it need not be down."
            : "Too little could be measured to tell how the connection is.";
    }

    private static string Does(CareFacts facts) => facts.Verdict.IsDown
        ? "is interrupted"
        : facts.Cause switch
        {
            Cause.Outage => "is interrupted again and again",
            Cause.Loss => "loses packets",
            Cause.Delay => "answers slowly",
            Cause.Tail => "stutters: some answers come far too late",
            Cause.Speed => "is slower than it should be",
            Cause.Server => "answers slowly or with errors",
            _ => "is worse than it should be",
        };

    private static string Place(SegmentShare share) =>
        string.Join(" or ", Enumerable.Range((int)share.First, share.Last - share.First + 1).Select(segment => Place((Segment)segment)));

    private static string Place(Segment segment) => segment switch
    {
        Segment.Lan => "the home network",
        Segment.Access => "the line to the house",
        Segment.Core => "the provider's network",
        _ => "the service",
    };

    private static string Neighbours(int count) => count == 1 ? "1 neighbour" : string.Create(CultureInfo.InvariantCulture, $"{count} neighbours");

    private string Since(CareFacts facts, DateTimeOffset now, string words) =>
        facts.Since is { } since ? $"Since {When(since, now)} {words}." : $"{char.ToUpperInvariant(words[0])}{words[1..]}.";

    private string When(DateTimeOffset at, DateTimeOffset now)
    {
        var (local, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone).Date);
        var format = local.Date == today ? "HH:mm" : local.Date == today.AddDays(-1) ? "'yesterday' HH:mm" : "d MMMM HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Experience.Verdicts;

/// <summary>Why a verdict is what it is, in a sentence for the NOC.</summary>
public static class VerdictWords
{
    public static string Reason(VerdictEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        var verdict = episode.Verdict;
        return verdict.Kind switch
        {
            VerdictKind.Unknown => "There is no fresh score that could be cut into segments, so nobody is blamed and nobody is cleared.",
            VerdictKind.Nobody => "No segment cost a point.",
            VerdictKind.CannotTell => CannotTell(verdict),
            _ => $"{Lead(verdict)}{Heard(episode)}.",
        };
    }

    private static string CannotTell(Verdict verdict)
    {
        if (verdict.IsUnproven) return "Loss cost most, and no segment loses more than the one before it by more than chance (99 %), so none is named.";
        var (first, next) = (verdict.Largest!.Value, verdict.RunnerUp);
        return !verdict.IsThin && next is { } other
            ? string.Create(CultureInfo.InvariantCulture, $"{first.Name} cost {first.Points:0.#} and {other.Name} {other.Points:0.#} points: less than 3 apart, so neither is named.")
            : "Too little was measured on the way to name anybody.";
    }

    private static string Lead(Verdict verdict)
    {
        var share = verdict.Largest!.Value;
        var lead = verdict.IsDown
            ? string.Create(CultureInfo.InvariantCulture, $"More than half of what is sent through {share.Name} is lost, and nothing nearer loses as much")
            : string.Create(CultureInfo.InvariantCulture, $"{share.Name} cost {share.Points:0.#} points");
        if (verdict.IsDown || verdict.IsByNeighbours) return lead;
        return verdict.RunnerUp is { } next
            ? string.Create(CultureInfo.InvariantCulture, $"{lead}, the next, {next.Name}, {next.Points:0.#}")
            : $"{lead}, no other as much as one";
    }

    private static string Heard(VerdictEpisode episode)
    {
        var verdict = episode.Verdict;
        if (!verdict.Largest!.Value.Holds(Segment.Access)) return "";
        if (verdict.Witnesses.Count == 0) return episode.Node.Length == 0 ? "; its access node is not known" : $"; no neighbour on {episode.Node} could be heard";
        var heard = string.Create(CultureInfo.InvariantCulture, $"; of {verdict.Witnesses.Count} neighbours on {episode.Node} {verdict.Confirming} have it too");
        return verdict.IsByNeighbours ? $"{heard}, which decides it" : heard;
    }
}

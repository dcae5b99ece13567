using EdgeProbe.Collector.Experience.Sentences;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Experience.Verdicts;

/// <summary>Verdicts in the words of REST, and the sentence for care. Thread-safe.</summary>
/// <param name="latest">A probe's newest score; null while there is none.</param>
/// <param name="newestData">End of a probe's newest data, Unix milliseconds; null when there never was any.</param>
public sealed class Findings(
    VerdictKeeper verdicts, CareSentence sentence, Func<ProbeId, ProbeScore?> latest, Func<ProbeId, long?> newestData, TimeProvider clock) : IFindings
{
    public Finding Of(ProbeId probe) => verdicts.Latest(probe) is { } episode ? Of(episode) : Finding.Unknown;

    public static Finding Of(VerdictEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        var verdict = episode.Verdict;
        var isNamed = verdict.Kind == VerdictKind.Segment;
        return new Finding
        {
            Kind = verdict.Kind switch { VerdictKind.Segment => "segment", VerdictKind.Nobody => "none", VerdictKind.CannotTell => "cannotTell", _ => "unknown" },
            Segment = isNamed ? verdict.Largest!.Value.Name : null,
            Points = isNamed ? verdict.Largest!.Value.Points : null,
            RunnerUp = verdict.RunnerUp is { } next ? new BlamedSegment(next.Name, next.Points) : null,
            Scope = isNamed && verdict.Largest!.Value.Holds(Segment.Access) ? Lower(verdict.Scope) : null,
            Cause = episode.Cause is { } cause ? Lower(cause) : null,
            Since = DateTimeOffset.FromUnixTimeMilliseconds(episode.SinceMs),
            Reason = VerdictWords.Reason(episode),
            Witnesses = [.. verdict.Witnesses.Select(w => new Witness(
                episode.Probe.Tenant, w.Name, w.Confirms ? "confirms" : "absolves", w.Confirms ? "access" : null, w.Score, episode.Node))],
        };
    }

    public string SentenceOf(ProbeId probe)
    {
        var (episode, score) = (verdicts.Latest(probe), latest(probe));
        return sentence.Of(
            new CareFacts
            {
                Verdict = IsSilent(score) ? Verdict.Unknown : episode?.Verdict ?? Verdict.Unknown,
                Score = score?.Score.Value,
                State = score?.Score.State ?? ScoreState.NoData,
                Cause = episode?.Cause,
                NotAttributable = episode?.NotAttributable,
                Since = episode is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(episode.SinceMs),
                NewestData = newestData(probe) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
                FailingServices = [.. (score?.Tests ?? []).Where(IsFailing).Select(t => t.Test.Target).Distinct().Order(StringComparer.Ordinal)],
            },
            clock.GetUtcNow());
    }

    private static bool IsSilent(ProbeScore? score) => score is null || score.Score.State is ScoreState.NoData or ScoreState.Stale;

    // Now: the newest check, not those of the whole window.
    private static bool IsFailing(TestSpan test) =>
        test is { Test: { Segment: Segment.Service, Kind: Kind.Http }, Newest: { Sent: > 0 } newest }
        && Math.Max(newest.Sent - newest.Received, newest.Failures.Total) >= newest.Sent;

    private static string Lower<T>(T name) where T : struct, Enum => name.ToString().ToLowerInvariant();
}

using EdgeProbe.Contract;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Scores.Replay;

/// <summary>What one profile says of a minute.</summary>
public sealed record Judged(double? Score, ScoreState State, string? Band);

/// <summary>Minutes in a row in which state or band change in the same way.</summary>
/// <param name="From">Start of the first minute.</param>
/// <param name="To">End of the last.</param>
/// <param name="Minutes">How many were scored in between.</param>
/// <param name="Before">By the first profile, in the last of the minutes.</param>
/// <param name="After">By the second profile.</param>
public sealed record ReplayedChange(ProbeId Probe, DateTimeOffset From, DateTimeOffset To, int Minutes, Judged Before, Judged After);

/// <summary>What a replay of one probe came to.</summary>
public sealed record ReplayedProbe(ProbeId Probe, int Minutes, int ChangedMinutes, double LargestDifference, IReadOnlyList<ReplayedChange> Changes);

/// <summary>Scores stored windows by two profiles and tells whose state or band would change. Writes nothing.</summary>
/// <param name="persona">The persona of a probe by its name; one that a profile does not have is its first.</param>
public sealed class ProfileReplay(StoredMinutes minutes, ScoreProfile before, ScoreProfile after, Func<ProbeId, string> persona)
{
    private const long MinuteMs = 60_000;

    /// <param name="fromMs">Minutes that end after this, Unix milliseconds, up to <paramref name="toMs"/>.</param>
    /// <exception cref="Store.StoreReadException">The store did not answer.</exception>
    public async Task<ReplayedProbe> OfAsync(ProbeId probe, long fromMs, long toMs, CancellationToken stopping)
    {
        var (first, second) = (Scorer(before, persona(probe)), Scorer(after, persona(probe)));
        var (scored, changed, largest, changes) = (0, 0, 0.0, new List<ReplayedChange>());
        await foreach (var window in minutes.OfAsync(probe, fromMs, toMs, stopping))
        {
            scored++;
            var (old, now) = (Judge(before, first, window), Judge(after, second, window));
            if (old.Score is { } x && now.Score is { } y) largest = Math.Max(largest, Math.Abs(x - y));
            if (old.State == now.State && old.Band == now.Band) continue;
            changed++;
            Add(changes, new ReplayedChange(probe, At(window.EndMs - MinuteMs), At(window.EndMs), 1, old, now));
        }

        return new ReplayedProbe(probe, scored, changed, largest, changes);
    }

    private static void Add(List<ReplayedChange> changes, ReplayedChange made)
    {
        if (changes.Count > 0 && changes[^1] is var last && last.To == made.From && IsSame(last, made))
            changes[^1] = made with { From = last.From, Minutes = last.Minutes + 1 };
        else changes.Add(made);
    }

    private static bool IsSame(ReplayedChange a, ReplayedChange b) =>
        (a.Before.State, a.Before.Band, a.After.State, a.After.Band) == (b.Before.State, b.Before.Band, b.After.State, b.After.Band);

    private static ProbeScorer Scorer(ScoreProfile profile, string persona) => new(profile, profile.Persona(persona) ?? profile.Personas.First());

    private static Judged Judge(ScoreProfile profile, ProbeScorer scorer, ScoreWindow window)
    {
        var score = scorer.Of(window).Score;
        return new Judged(score.Value, score.State, profile.BandOf(score.Value));
    }

    private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}

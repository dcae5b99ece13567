using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Scores;

/// <summary>Scores as the stores keep them.</summary>
internal static class ScoreRows
{
    /// <param name="minute">Number of the minute since the epoch.</param>
    /// <param name="profile">Version that made it.</param>
    public static ScoreRow Of(ProbeId id, long minute, ProbeScore score, string profile)
    {
        var (apps, binding) = (new Dictionary<string, double>(score.Apps.Count), new Dictionary<string, string>(score.Apps.Count));
        for (var i = 0; i < score.Apps.Count; i++)
        {
            var app = score.Apps[i];
            if (app.Score.Value is { } points) apps[app.App.Name()] = points;
            if (app.Binding is { } metric) binding[app.App.Name()] = metric;
        }

        return new ScoreRow
        {
            Probe = id,
            MinuteMs = minute * 60_000,
            Score = score.Score,
            Profile = profile,
            Apps = apps,
            Binding = binding,
            Segments = score.Blame?.Segments ?? default,
            Causes = score.Blame?.Causes,
            NotAttributable = score.Blame?.Report.NotAttributable,
        };
    }
}

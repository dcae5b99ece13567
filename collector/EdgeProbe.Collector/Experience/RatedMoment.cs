using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Experience;

/// <summary>A rating and what was measured around it.</summary>
/// <param name="Parts">
/// Means of the hour around, by name: <c>score</c>, <c>app.voice</c> and the like, points lost as <c>segment.lan</c> and <c>cause.tail</c>.
/// Empty when nothing was measured then.
/// </param>
/// <param name="Settled">False while the half hour after it is not over.</param>
public sealed record RatedMoment(Rating Rating, IReadOnlyDictionary<string, double> Parts, bool Settled)
{
    public const string Score = "score";
    public const string AppPrefix = "app.";

    /// <summary>How far before and after a rating the score counts: people remember about so long, and one minute is noise.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromMinutes(30);

    /// <summary>The rating minus the score then, in points; null when either is not known or it was about one app.</summary>
    public double? Residual => Rating is { App: null, Value: { } value } && Parts.TryGetValue(Score, out var score) ? value - score : null;

    /// <summary>Of several probes the one that was lowest then speaks, as always.</summary>
    /// <exception cref="StoreReadException">The store did not answer.</exception>
    public static async ValueTask<RatedMoment> ReadAsync(ISampleStore store, IEnumerable<ProbeId> probes, Rating rating, DateTimeOffset now, CancellationToken cancellation)
    {
        Dictionary<string, double>? lowest = null;
        foreach (var probe in probes)
        {
            var rows = await store.ReadScoresAsync(probe, (rating.At - Around).ToUnixTimeMilliseconds(), (rating.At + Around).ToUnixTimeMilliseconds(), cancellation);
            var parts = Means(rows.Where(r => r.Score.Value is not null).SelectMany(PartsOf));
            if (parts.TryGetValue(Score, out var score) && (lowest is null || score < lowest[Score])) lowest = parts;
        }

        return new RatedMoment(rating, lowest ?? new Dictionary<string, double>(), now >= rating.At + Around);
    }

    private static Dictionary<string, double> Means(IEnumerable<(string Name, double Value)> parts) =>
        parts.GroupBy(p => p.Name, p => p.Value).ToDictionary(g => g.Key, g => g.Average());

    private static IEnumerable<(string Name, double Value)> PartsOf(ScoreRow row)
    {
        yield return (Score, row.Score.Value!.Value);
        foreach (var (app, points) in row.Apps) yield return (AppPrefix + app, points);
        for (var i = 0; i < PerSegment.Names.Count; i++)
            if (row.Segments[i] is { } lost) yield return ($"segment.{PerSegment.Names[i]}", lost);
        if (row.Causes is not { } causes) yield break;
        for (var i = 0; i < PerCause.Names.Count; i++) yield return ($"cause.{PerCause.Names[i]}", causes[i]);
    }
}

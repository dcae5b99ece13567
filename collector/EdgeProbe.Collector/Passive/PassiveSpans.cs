using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Passive;

/// <summary>
/// Some minutes of a probe's passive series, each merged over them: counters added, sketches merged. A series that a new card has given
/// another alias is one series all the same.
/// </summary>
internal sealed class PassiveSpans
{
    /// <summary>As far as the scores look back.</summary>
    public const long LengthMs = ScoreWindow.LengthMs;

    private readonly Dictionary<(PassiveSeries Series, Segment Side), TestSpan> _spans;

    /// <param name="rows">Rows of one probe; those of active tests are passed over.</param>
    public PassiveSpans(IEnumerable<WindowRow> rows)
    {
        List<WindowRow> passive = [.. rows.Where(r => r.Test.Kind.IsPassive()).OrderByDescending(r => r.StartMs)];
        // The newest row comes first, so that a span has the alias that its history goes on under.
        _spans = passive.GroupBy(r => (new PassiveSeries(r.Test.Kind, r.Test.Target), r.Test.Segment)).ToDictionary(g => g.Key, g => TestSpan.Of(g)!);
        Seconds = passive.Where(r => r.Test.Kind == Kind.PassiveTraffic).DistinctBy(r => r.StartMs).Sum(r => r.Sample.Window.LengthMs / 1000.0);
        Capture = Everything(PassiveSeries.Traffic);
    }

    public bool IsEmpty => _spans.Count == 0;

    /// <summary>How much of the time the counts of the traffic speak of.</summary>
    public double Seconds { get; }

    /// <summary>Traffic and what its capture lost.</summary>
    public CounterSet Capture { get; }

    /// <summary>Null when nothing was measured of it.</summary>
    public TestSpan? Of(PassiveSeries series, Segment side) => _spans.GetValueOrDefault((series, side));

    /// <summary>Whether any series of this side has said something.</summary>
    public bool Has(Segment side) => _spans.Keys.Any(k => k.Side == side && k.Series != PassiveSeries.Traffic);

    private CounterSet Everything(PassiveSeries series)
    {
        var counts = new CounterSet();
        foreach (var (key, span) in _spans)
            if (key.Series == series && span.Counts is { } some) counts.Merge(some);
        return counts;
    }
}

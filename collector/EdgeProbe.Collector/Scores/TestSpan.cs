using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// Several windows of one test, or of tests that are looked at as one: counters added, sketches merged. A percentile is only ever read from
/// the merged sketch.
/// </summary>
public sealed class TestSpan
{
    private readonly Dictionary<Reason, uint> _reasons = [];

    private TestSpan(TestKey test) => Test = test;

    /// <summary>The test, or the first of those that were merged.</summary>
    public TestKey Test { get; }

    public long Sent { get; private set; }

    public long Received { get; private set; }

    public long Failed { get; private set; }

    public long Lost => Sent - Received - Failed;

    public long Late { get; private set; }

    public long LossEpisodes { get; private set; }

    public long LostUp { get; private set; }

    public long LostDown { get; private set; }

    /// <summary>Attempts that a check's stages say failed; they may have brought a delay back (HTTP 500).</summary>
    public long StageFailures { get; private set; }

    public DelaySketch Delays { get; } = new();

    /// <summary>What a passive series counted: additive counters added, of levels the largest; null when nothing was.</summary>
    public CounterSet? Counts { get; private set; }

    /// <summary>Windows with at least one attempt, each counted once.</summary>
    public int Windows { get; private set; }

    /// <summary>End of the newest window, Unix milliseconds.</summary>
    public long NewestMs { get; private set; }

    /// <summary>The newest window's sample, for facts that cannot be added: protocol code, path, stage times.</summary>
    public Sample Newest { get; private set; } = new();

    /// <summary>The commonest reason of failure, by windows; answered when nothing failed.</summary>
    public Reason Reason => _reasons.Count == 0 ? Reason.Answered : _reasons.MaxBy(r => (r.Value, (int)r.Key)).Key;

    /// <summary>Attempts that did not do what was asked, 0 to <see cref="Sent"/>.</summary>
    public long Unsuccessful => Math.Min(Sent, Math.Max(Lost + Failed, StageFailures));

    public double LossShare => Sent == 0 ? 0 : (double)Lost / Sent;

    public double LateShare => Received == 0 ? 0 : (double)Late / Received;

    /// <summary>BurstR of G.107, at least 1.</summary>
    public double BurstRatio => EModel.BurstRatio(Sent, Lost, LossEpisodes);

    /// <summary>Null when there is no row.</summary>
    public static TestSpan? Of(IEnumerable<WindowRow> rows)
    {
        TestSpan? span = null;
        var windows = new HashSet<long>();
        foreach (var row in rows)
        {
            span ??= new TestSpan(row.Test);
            span.Add(row.Sample);
            if (row.Sample.Sent > 0) windows.Add(row.StartMs);
        }

        if (span is not null) span.Windows = windows.Count;
        return span;
    }

    /// <summary>One span for each test among the rows.</summary>
    public static IReadOnlyList<TestSpan> PerTest(IEnumerable<WindowRow> rows) => [.. rows.GroupBy(r => r.Test).Select(g => Of(g)!)];

    private void Add(Sample sample)
    {
        Sent += sample.Sent;
        Received += sample.Received;
        Failed += sample.Failed;
        Late += sample.Late;
        LossEpisodes += sample.LossEpisodes;
        LostUp += sample.LostUp;
        LostDown += sample.LostDown;
        StageFailures += sample.Failures.Total;
        Delays.Merge(sample.Delays);
        if (sample.Counts is { } counts) (Counts ??= new CounterSet()).Merge(counts);
        if (sample.Reason != Reason.Answered) _reasons[sample.Reason] = _reasons.GetValueOrDefault(sample.Reason) + 1;
        if (sample.Window.EndMs < NewestMs) return;
        NewestMs = sample.Window.EndMs;
        if (sample.Sent > 0) Newest = sample;
    }
}

using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// Several windows of one test, or of tests that are looked at as one: counters added, sketches merged. A percentile is only ever read from
/// the merged sketch.
/// </summary>
public sealed class TestSpan
{
    private Dictionary<Reason, uint>? _reasons;
    private ulong _firstByteMicroseconds;

    internal TestSpan(TestKey test) => Test = test;

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

    /// <summary>Windows with at least one attempt, of one test each counted once.</summary>
    public int Windows { get; private set; }

    /// <summary>Start of the oldest window with an attempt, Unix milliseconds; <see cref="long.MaxValue"/> without one.</summary>
    public long OldestMs { get; private set; } = long.MaxValue;

    /// <summary>End of the newest window, Unix milliseconds.</summary>
    public long NewestMs { get; private set; }

    /// <summary>Length of the longest window in milliseconds.</summary>
    public int LengthMs { get; private set; }

    /// <summary>The newest window's sample, for facts that cannot be added: protocol code, path, stage times.</summary>
    public Sample Newest { get; private set; } = new();

    /// <summary>The commonest reason of failure, by windows; answered when nothing failed.</summary>
    public Reason Reason
    {
        get
        {
            var (commonest, windows) = (Reason.Answered, 0U);
            foreach (var (reason, seen) in _reasons ?? [])
                if (seen > windows || (seen == windows && reason > commonest)) (commonest, windows) = (reason, seen);
            return commonest;
        }
    }

    /// <summary>Attempts that did not do what was asked, 0 to <see cref="Sent"/>.</summary>
    public long Unsuccessful => Math.Min(Sent, Math.Max(Lost + Failed, StageFailures));

    public double LossShare => Sent == 0 ? 0 : (double)Lost / Sent;

    public double LateShare => Received == 0 ? 0 : (double)Late / Received;

    /// <summary>BurstR of G.107, at least 1.</summary>
    public double BurstRatio => EModel.BurstRatio(Sent, Lost, LossEpisodes);

    /// <summary>Answers of HTTP checks whose wait for the first byte is known.</summary>
    public long FirstBytes { get; private set; }

    /// <summary>Their mean wait for the first byte in seconds, the request's way there and back included; 0 when none is known.</summary>
    public double FirstByteSeconds => FirstBytes == 0 ? 0 : _firstByteMicroseconds / 1e6 / FirstBytes;

    /// <summary>Null when there is no row.</summary>
    public static TestSpan? Of(IEnumerable<WindowRow> rows)
    {
        TestSpan? span = null;
        foreach (var row in rows) (span ??= new TestSpan(row.Test)).Add(row.Sample);
        return span;
    }

    /// <summary>One span for each test among the rows, in the order in which they are first met.</summary>
    public static IReadOnlyList<TestSpan> PerTest(IReadOnlyList<WindowRow> rows)
    {
        var spans = new List<TestSpan>();
        for (var i = 0; i < rows.Count; i++) Find(spans, rows[i].Test).Add(rows[i].Sample);
        return spans;
    }

    internal static long UnsuccessfulOf(Sample sample) =>
        Math.Min(sample.Sent, Math.Max((long)sample.Lost + sample.Failed, sample.Failures.Total));

    // A probe has a handful of tests, and rows of one test mostly share its key.
    internal static TestSpan Find(List<TestSpan> spans, TestKey test)
    {
        foreach (var span in spans)
            if (ReferenceEquals(span.Test, test)) return span;
        foreach (var span in spans)
            if (span.Test == test) return span;
        var added = new TestSpan(test);
        spans.Add(added);
        return added;
    }

    internal void Add(Sample sample)
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
        LengthMs = Math.Max(LengthMs, sample.Window.LengthMs);
        if (sample.Counts is { } counts) (Counts ??= new CounterSet()).Merge(counts);
        if (sample.Reason != Reason.Answered) (_reasons ??= [])[sample.Reason] = _reasons.GetValueOrDefault(sample.Reason) + 1;
        if (sample.Http?.FirstByte is { } firstByte) AddFirstBytes(sample.Received, (ulong)firstByte * sample.Received);
        if (sample.Sent > 0)
        {
            Windows++;
            OldestMs = Math.Min(OldestMs, sample.Window.StartMs);
        }

        if (sample.Window.EndMs < NewestMs) return;
        NewestMs = sample.Window.EndMs;
        if (sample.Sent > 0) Newest = sample;
    }

    /// <summary>Adds all windows of another test.</summary>
    internal void Add(TestSpan other)
    {
        Sent += other.Sent;
        Received += other.Received;
        Failed += other.Failed;
        Late += other.Late;
        LossEpisodes += other.LossEpisodes;
        LostUp += other.LostUp;
        LostDown += other.LostDown;
        StageFailures += other.StageFailures;
        Delays.Merge(other.Delays);
        LengthMs = Math.Max(LengthMs, other.LengthMs);
        Windows = Math.Max(Windows, other.Windows);
        AddFirstBytes(other.FirstBytes, other._firstByteMicroseconds);
        OldestMs = Math.Min(OldestMs, other.OldestMs);
        NewestMs = Math.Max(NewestMs, other.NewestMs);
    }

    private void AddFirstBytes(long answers, ulong microseconds)
    {
        FirstBytes += answers;
        _firstByteMicroseconds += microseconds;
    }
}

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

    // The newest window as it came; its sample is made when it is asked for, which is seldom.
    private KeptWindow? _kept;
    private Sample? _newest;

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
    public Sample Newest => _newest ??= _kept?.ToSample() ?? new Sample();

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
    public static IReadOnlyList<TestSpan> PerTest(IReadOnlyList<KeptWindow> windows)
    {
        var spans = new List<TestSpan>();
        for (var i = 0; i < windows.Count; i++) Find(spans, windows[i].Test).Add(windows[i]);
        return spans;
    }

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
        Delays.Merge(sample.Delays);
        if (Add(WindowCounts.Of(sample), sample.Window)) (_newest, _kept) = (sample, null);
    }

    internal void Add(in KeptWindow window)
    {
        if (Add(window.AddTo(Delays), new Window(window.StartMs, window.LengthMs))) (_newest, _kept) = (null, window);
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

    /// <returns>Whether it is the newest window with an attempt.</returns>
    private bool Add(in WindowCounts counts, Window window)
    {
        Sent += counts.Sent;
        Received += counts.Received;
        Failed += counts.Failed;
        Late += counts.Late;
        LossEpisodes += counts.LossEpisodes;
        LostUp += counts.LostUp;
        LostDown += counts.LostDown;
        StageFailures += counts.StageFailures;
        LengthMs = Math.Max(LengthMs, window.LengthMs);
        if (counts.Counts is { } watched) (Counts ??= new CounterSet()).Merge(watched);
        if (counts.Reason != Reason.Answered) (_reasons ??= [])[counts.Reason] = _reasons.GetValueOrDefault(counts.Reason) + 1;
        if (counts.FirstByte is { } firstByte) AddFirstBytes(counts.Received, (ulong)firstByte * counts.Received);
        if (counts.Sent > 0)
        {
            Windows++;
            OldestMs = Math.Min(OldestMs, window.StartMs);
        }

        if (window.EndMs < NewestMs) return false;
        NewestMs = window.EndMs;
        return counts.Sent > 0;
    }

    private void AddFirstBytes(long answers, ulong microseconds)
    {
        FirstBytes += answers;
        _firstByteMicroseconds += microseconds;
    }
}

using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// What is kept in memory of one probe to score it: its last minutes' rows, its last hour's web checks, two days' slots, a week's floors, and
/// which minutes must be scored again.
/// </summary>
/// <param name="periods">How often each test tries, as the probe's birth says now.</param>
internal sealed partial class ScoreWorkspace(ProbeId id, Func<IReadOnlyDictionary<TestKey, TimeSpan>> periods)
{
    // Three minutes of rows beyond the five of the score, so that batches in a little disorder are scored from memory.
    private const long RecentMs = 8 * 60_000;

    private const long MinuteMs = 60_000;

    private readonly Dictionary<(TestKey Test, long Start), WindowRow> _recent = [];
    private readonly List<WindowRow> _borrowed = [];
    private readonly AnswerTimes _answers = new();

    // Start of the newest check of a service that failed, Unix milliseconds.
    private long _newestFailedMs = long.MinValue / 2;

    public ProbeId Id => id;

    /// <summary>Rows in memory now.</summary>
    public int Count => _recent.Count;

    public SlotHistory Slots { get; } = new();

    /// <summary>From here on the slots are all there; before it only what late rows said.</summary>
    public long SlotsFromMs { get; set; }

    public FloorHistory Floors { get; } = new();

    /// <summary>End of the newest trusted window, Unix milliseconds; 0 when there is none.</summary>
    public long NewestMs { get; private set; }

    public bool Changed { get; set; }

    public DateTimeOffset LastScored { get; set; }

    /// <summary>Takes rows; those too old for memory only mark their minutes.</summary>
    /// <returns>How many minutes were not marked because too many wait already.</returns>
    public int Take(IReadOnlyList<WindowRow> rows, bool late)
    {
        var before = NewestMs;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.TimeTrusted && row.EndMs > NewestMs) NewestMs = row.EndMs;
            _recent[(row.Test, row.StartMs)] = row;
            _answers.Take(row);
            if (Floors.Take(row) && row.StartMs < before) Ripple(row.StartMs, row.EndMs, late);
        }

        Forget();
        var dropped = TouchAll(rows, late);
        RemakeSlots(rows, late);
        Changed = true;
        return dropped;
    }

    public bool IsInMemory(long fromMs) => fromMs >= NewestMs - RecentMs;

    /// <summary>Whether the trailing day of a score that ends here is all in memory.</summary>
    public bool HasDayBefore(long endMs) =>
        endMs - ScoreWindow.DayMs >= Math.Max(SlotsFromMs, NewestMs - (long)SlotHistory.Kept * Window.SlotMs);

    /// <summary>The checks that count for web in the score of the window that ends here; true to the store while the window is in memory.</summary>
    public List<WindowRow> Checks(long endMs)
    {
        _borrowed.Clear();
        foreach (var (key, row) in _recent)
            if (key.Test.Kind == Kind.Http && key.Start >= endMs - WebLookback.LengthMs && key.Start < endMs) _borrowed.Add(row);
        var checks = WebLookback.Of(_borrowed, endMs);
        _borrowed.Clear();
        return checks;
    }

    /// <summary>Tests that brought an answer back in the 24 hours before.</summary>
    public HashSet<TestKey> Answered(long endMs) => _answers.Between(endMs - ScoreWindow.DayMs, endMs);

    public List<WindowRow> Rows(long fromMs, long toMs)
    {
        var rows = new List<WindowRow>(256);
        Fill(rows, fromMs, toMs);
        return rows;
    }

    private void Fill(List<WindowRow> rows, long fromMs, long toMs)
    {
        // The key alone is looked at, since most rows are not asked for and none of them is in the processor's cache.
        foreach (var (key, row) in _recent)
            if (key.Start >= fromMs && key.Start < toMs) rows.Add(row);
    }

    // Rows of a batch are mostly of one minute, which need not be marked for each.
    private int TouchAll(IReadOnlyList<WindowRow> rows, bool late)
    {
        var (dropped, touched, asCheck) = (0, -1L, false);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!rows[i].TimeTrusted) continue;
            var (minute, isCheck) = (rows[i].StartMs / MinuteMs, WebLookback.IsCheck(rows[i]));
            if (minute == touched && (asCheck || !isCheck)) continue;
            dropped += Touch(minute, late, isCheck);
            (touched, asCheck) = (minute, isCheck);
        }

        return dropped;
    }

    // A check that worked among others that worked says nothing of any slot but its own.
    private long ReachOf(WindowRow row)
    {
        if (!ServiceChecks.IsServiceCheck(row)) return 0;
        if (TestSpan.UnsuccessfulOf(row.Sample) > 0) _newestFailedMs = Math.Max(_newestFailedMs, row.StartMs);
        return _newestFailedMs >= row.StartMs - ServiceChecks.MostReachMs ? ServiceChecks.MostReachMs : 0;
    }

    // Only slots whose rows are all in memory; older ones are made again with their minute, from the store. A check says something of the
    // slots around it, as far as it reaches.
    private void RemakeSlots(IReadOnlyList<WindowRow> rows, bool late)
    {
        var (from, to) = (long.MaxValue, 0L);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!rows[i].TimeTrusted) continue;
            var reach = ReachOf(rows[i]);
            (from, to) = (Math.Min(from, rows[i].StartMs - reach), Math.Max(to, rows[i].EndMs + reach));
        }

        (from, to) = (Math.Max(from, NewestMs - RecentMs), Math.Min(to, NewestMs));
        if (from >= to) return;
        _borrowed.Clear();
        // Before the time that is made again only checks matter.
        foreach (var (key, row) in _recent)
            if (key.Start < to && key.Start >= (key.Test.Kind == Kind.Http ? from - ServiceChecks.MostReachMs : from - RecentMs)
                && (key.Start >= from || key.Test.Kind == Kind.Http || row.EndMs > from)) _borrowed.Add(row);
        if (Slots.Remake(from, to, _borrowed, periods()) is { } changed) Ripple(changed.FromMs, changed.ToMs, late);
        _borrowed.Clear();
    }

    private void Forget()
    {
        _answers.ForgetBefore(NewestMs - ScoreWindow.DayMs);
        Floors.ForgetBefore(NewestMs - NewestMs % ScoreWindow.DayMs);
        _borrowed.Clear();
        List<WindowRow>? checks = null;
        foreach (var (key, row) in _recent)
        {
            if (key.Start >= NewestMs - RecentMs) continue;
            if (key.Test.Kind == Kind.Http && key.Start >= NewestMs - RecentMs - WebLookback.LengthMs && WebLookback.IsCheck(row)) (checks ??= []).Add(row);
            else _borrowed.Add(row);
        }

        if (checks is { Count: > WebLookback.MostBefore })
        {
            var kept = WebLookback.Newest(checks).ToHashSet(ReferenceEqualityComparer.Instance);
            foreach (var check in checks)
                if (!kept.Contains(check)) _borrowed.Add(check);
        }

        foreach (var row in _borrowed) _recent.Remove((row.Test, row.StartMs));
        _borrowed.Clear();
    }
}

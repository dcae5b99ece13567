using System.Buffers;
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

    private readonly RecentWindows _recent = new();
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
        var (before, scratch) = (NewestMs, new ArrayBufferWriter<byte>(256));
        var taken = ArrayPool<KeptWindow>.Shared.Rent(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.TimeTrusted && row.EndMs > NewestMs) NewestMs = row.EndMs;
            taken[i] = _recent.Put(row, scratch);
            _answers.Take(row);
            if (Floors.Take(row) && row.StartMs < before) Ripple(row.StartMs, row.EndMs, late);
        }

        Forget();
        var dropped = TouchAll(taken.AsSpan(0, rows.Count), late);
        RemakeSlots(taken.AsSpan(0, rows.Count), late);
        ArrayPool<KeptWindow>.Shared.Return(taken, clearArray: true);
        Changed = true;
        return dropped;
    }

    public bool IsInMemory(long fromMs) => fromMs >= NewestMs - RecentMs;

    /// <summary>Whether the trailing day of a score that ends here is all in memory.</summary>
    public bool HasDayBefore(long endMs) =>
        endMs - ScoreWindow.DayMs >= Math.Max(SlotsFromMs, NewestMs - (long)SlotHistory.Kept * Window.SlotMs);

    /// <summary>The checks that count for web in the score of the window that ends here; true to the store while the window is in memory.</summary>
    /// <param name="endMs">Exclusive end of the window, Unix milliseconds.</param>
    /// <param name="into">Is emptied and used, for who asks often.</param>
    public List<KeptWindow> Checks(long endMs, List<KeptWindow>? into = null) =>
        WebLookback.Of(_recent.Between(endMs - WebLookback.LengthMs, endMs), endMs, into);

    /// <summary>Tests that brought an answer back in the 24 hours before.</summary>
    public HashSet<TestKey> Answered(long endMs) => _answers.Between(endMs - ScoreWindow.DayMs, endMs);

    /// <summary>The rows in memory that start within [from, to), Unix milliseconds, oldest first; borrowed until more are taken.</summary>
    public IReadOnlyList<KeptWindow> Rows(long fromMs, long toMs) => _recent.Between(fromMs, toMs);

    // Rows of a batch are mostly of one minute, which need not be marked for each.
    private int TouchAll(ReadOnlySpan<KeptWindow> rows, bool late)
    {
        var (dropped, touched, asCheck) = (0, -1L, false);
        foreach (ref readonly var row in rows)
        {
            if (!row.TimeTrusted) continue;
            var (minute, isCheck) = (row.StartMs / MinuteMs, WebLookback.IsCheck(row));
            if (minute == touched && (asCheck || !isCheck)) continue;
            dropped += Touch(minute, late, isCheck);
            (touched, asCheck) = (minute, isCheck);
        }

        return dropped;
    }

    // A check that worked among others that worked says nothing of any slot but its own.
    private long ReachOf(in KeptWindow row)
    {
        if (!ServiceChecks.IsServiceCheck(row)) return 0;
        if (row.Counts().Unsuccessful > 0) _newestFailedMs = Math.Max(_newestFailedMs, row.StartMs);
        return _newestFailedMs >= row.StartMs - ServiceChecks.MostReachMs ? ServiceChecks.MostReachMs : 0;
    }

    // Only slots whose rows are all in memory; older ones are made again with their minute, from the store. A check says something of the
    // slots around it, as far as it reaches.
    private void RemakeSlots(ReadOnlySpan<KeptWindow> rows, bool late)
    {
        var (from, to) = (long.MaxValue, 0L);
        foreach (ref readonly var row in rows)
        {
            if (!row.TimeTrusted) continue;
            var reach = ReachOf(row);
            (from, to) = (Math.Min(from, row.StartMs - reach), Math.Max(to, row.EndMs + reach));
        }

        (from, to) = (Math.Max(from, NewestMs - RecentMs), Math.Min(to, NewestMs));
        if (from >= to) return;
        // Of the time before only checks matter, and windows that reach into it; the others fall beside the slots.
        var around = _recent.Between(from - ServiceChecks.MostReachMs, to);
        if (Slots.Remake(from, to, around, periods()) is { } changed) Ripple(changed.FromMs, changed.ToMs, late);
    }

    private void Forget()
    {
        _answers.ForgetBefore(NewestMs - ScoreWindow.DayMs);
        Floors.ForgetBefore(NewestMs - NewestMs % ScoreWindow.DayMs);
        _recent.Forget(NewestMs - RecentMs - WebLookback.LengthMs, NewestMs - RecentMs);
    }
}

using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// What is kept in memory of one probe to score it: its last minutes' rows, its last hour's web checks, its day's slots, and which minutes must be scored again.
/// </summary>
/// <param name="periods">How often each test tries, as the probe's birth says now.</param>
internal sealed class ScoreWorkspace(ProbeId id, Func<IReadOnlyDictionary<TestKey, TimeSpan>> periods)
{
    // Minutes of rows beyond the five of the score, so that batches in any order are scored from memory.
    private const long RecentMs = 12 * 60_000;

    // A backfill of days is scored in the order of time; what is over this is scored when the probe comes with more.
    private const int MostTouched = 3_000;

    private readonly Dictionary<(TestKey Test, long Start), WindowRow> _recent = [];

    // A day at most, as the slots; at most as many as the tests of its births.
    private readonly Dictionary<TestKey, long> _lastAnswers = [];

    public ProbeId Id => id;

    /// <summary>Rows in memory now.</summary>
    public int Count => _recent.Count;

    public SlotHistory Slots { get; } = new();

    public FloorHistory Floors { get; } = new();

    /// <summary>Minutes whose score is not right any more or not made yet, and whether that is to be shown as a revision.</summary>
    public SortedDictionary<long, bool> Touched { get; } = [];

    /// <summary>The touched minutes that data has gone past, oldest first.</summary>
    public IEnumerable<KeyValuePair<long, bool>> DueMinutes => Touched.TakeWhile(t => IsOver(t.Key));

    /// <summary>End of the newest trusted window, Unix milliseconds; 0 when there is none.</summary>
    public long NewestMs { get; private set; }

    public bool Changed { get; set; }

    public DateTimeOffset LastScored { get; set; }

    /// <summary>Takes rows; those too old for memory only mark their minutes.</summary>
    /// <returns>How many minutes were not marked because too many wait already.</returns>
    public int Take(IReadOnlyList<WindowRow> rows, bool late)
    {
        foreach (var row in rows)
        {
            if (row.TimeTrusted && row.EndMs > NewestMs) NewestMs = row.EndMs;
            _recent[(row.Test, row.StartMs)] = row;
            Floors.Take(row);
            if (row is { TimeTrusted: true, Sample.Received: > 0 }) _lastAnswers[row.Test] = Math.Max(row.EndMs, _lastAnswers.GetValueOrDefault(row.Test));
        }

        Forget();
        var minutes = rows.Where(r => r.TimeTrusted).GroupBy(r => r.StartMs / 60_000, WebLookback.IsCheck);
        var dropped = minutes.Sum(minute => Touch(minute.Key, late, minute.Any(isCheck => isCheck)));
        RemakeSlots(rows);
        Changed = true;
        return dropped;
    }

    public bool IsInMemory(long fromMs) => fromMs >= NewestMs - RecentMs;

    /// <summary>The checks that count for web in the score of the window that ends here; true to the store while the window is in memory.</summary>
    public List<WindowRow> Checks(long endMs) => WebLookback.Of(_recent.Values, endMs);

    /// <summary>Tests whose newest answer is not older than this.</summary>
    public HashSet<TestKey> AnsweredSince(long fromMs) => [.. _lastAnswers.Where(a => a.Value >= fromMs).Select(a => a.Key)];

    public List<WindowRow> Rows(long fromMs, long toMs) => [.. _recent.Values.Where(r => r.StartMs >= fromMs && r.StartMs < toMs)];

    // A row counts in the five scores whose windows hold it, a check in those of an hour. Minutes that are not over wait here until they
    // are; later ones of the hour that nobody has scored yet will see the check anyhow.
    private int Touch(long minute, bool late, bool isCheck)
    {
        var dropped = 0;
        for (var m = minute; m < minute + (isCheck && late ? WebLookback.LengthMs : ScoreWindow.LengthMs) / 60_000; m++)
        {
            if (m >= minute + ScoreWindow.LengthMs / 60_000 && !IsOver(m)) break;
            if (Touched.Count >= MostTouched && !Touched.ContainsKey(m)) dropped++;
            else Touched[m] = (late && IsOver(m)) || Touched.GetValueOrDefault(m);
        }

        return dropped;
    }

    private bool IsOver(long minute) => (minute + 1) * 60_000 <= NewestMs;

    // Only slots whose rows are all in memory; older ones are made again with their minute, from the store. A check says something of the
    // slots around it, as far as it reaches.
    private void RemakeSlots(IReadOnlyList<WindowRow> rows)
    {
        var (from, to) = (long.MaxValue, 0L);
        foreach (var row in rows.Where(r => r.TimeTrusted))
        {
            var reach = ServiceChecks.IsServiceCheck(row) ? ServiceChecks.MostReachMs : 0;
            (from, to) = (Math.Min(from, row.StartMs - reach), Math.Max(to, row.EndMs + reach));
        }

        (from, to) = (Math.Max(from, NewestMs - RecentMs), Math.Min(to, NewestMs));
        if (from < to) Slots.Remake(from, to, Rows(from - ServiceChecks.MostReachMs, to), periods());
    }

    private void Forget()
    {
        foreach (var (test, _) in _lastAnswers.Where(a => a.Value < NewestMs - ScoreWindow.DayMs).ToList()) _lastAnswers.Remove(test);
        var old = _recent.Where(r => r.Key.Start < NewestMs - RecentMs).ToList();
        var checks = old.Select(r => r.Value).Where(r => WebLookback.IsCheck(r) && r.StartMs >= NewestMs - RecentMs - WebLookback.LengthMs);
        var kept = WebLookback.Newest(checks).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var (key, row) in old) if (!kept.Contains(row)) _recent.Remove(key);
    }
}

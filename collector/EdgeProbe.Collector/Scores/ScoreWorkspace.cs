using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Scores;

/// <summary>What is kept in memory of one probe to score it: its last minutes' rows, its day's slots, and which minutes must be scored again.</summary>
internal sealed class ScoreWorkspace(ProbeId id)
{
    // Minutes of rows beyond the five of the score, so that batches in any order are scored from memory.
    private const long RecentMs = 12 * 60_000;

    // A backfill of days is scored in the order of time; what is over this is scored when the probe comes with more.
    private const int MostTouched = 3_000;

    private readonly Dictionary<(TestKey Test, long Start), WindowRow> _recent = [];

    public ProbeId Id => id;

    public SlotHistory Slots { get; } = new();

    /// <summary>Minutes before the present one whose score is no longer right, and whether that is to be shown as a revision.</summary>
    public SortedDictionary<long, bool> Touched { get; } = [];

    /// <summary>End of the newest trusted window, Unix milliseconds; 0 when there is none.</summary>
    public long NewestMs { get; private set; }

    public bool Changed { get; set; }

    public long TouchedDropped { get; private set; }

    public DateTimeOffset LastScored { get; set; }

    /// <summary>Takes rows; those too old for memory only mark their minutes.</summary>
    public void Take(IReadOnlyList<WindowRow> rows, bool late)
    {
        foreach (var row in rows)
        {
            if (row.TimeTrusted && row.EndMs > NewestMs) NewestMs = row.EndMs;
            _recent[(row.Test, row.StartMs)] = row;
        }

        Forget();
        foreach (var minute in rows.Where(r => r.TimeTrusted).Select(r => r.StartMs / 60_000).Distinct()) Touch(minute, late);
        RemakeSlots(rows);
        Changed = true;
    }

    public bool IsInMemory(long fromMs) => fromMs >= NewestMs - RecentMs;

    public List<WindowRow> Rows(long fromMs, long toMs) => [.. _recent.Values.Where(r => r.StartMs >= fromMs && r.StartMs < toMs)];

    // A row counts in the five scores whose windows hold it; the present minute is scored anyway.
    private void Touch(long minute, bool late)
    {
        for (var m = minute; m < minute + ScoreWindow.LengthMs / 60_000 && (m + 1) * 60_000 < NewestMs; m++)
        {
            if (Touched.Count >= MostTouched && !Touched.ContainsKey(m)) TouchedDropped++;
            else Touched[m] = late || Touched.GetValueOrDefault(m);
        }
    }

    // Only slots whose rows are all in memory; older ones are made again with their minute, from the store.
    private void RemakeSlots(IReadOnlyList<WindowRow> rows)
    {
        List<WindowRow> known = [.. rows.Where(r => r.TimeTrusted && IsInMemory(r.StartMs))];
        if (known.Count == 0) return;
        var (from, to) = (known.Min(r => r.StartMs), known.Max(r => r.EndMs));
        Slots.Remake(from, to, Rows(from, to));
    }

    private void Forget()
    {
        foreach (var key in _recent.Keys.Where(k => k.Start < NewestMs - RecentMs).ToList()) _recent.Remove(key);
    }
}

using System.Buffers;
using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// A probe's last windows in the order of their starts, each test and start once. In one array, so that those of a time lie side by side.
/// Not thread-safe.
/// </summary>
internal sealed class RecentWindows
{
    private const int Spare = 16;

    private readonly HashSet<TestKey> _tests = [];
    private KeptWindow[] _windows = [];

    public int Count { get; private set; }

    /// <summary>Puts a row in its place, or in that of the one it replaces.</summary>
    public KeptWindow Put(WindowRow row, ArrayBufferWriter<byte> scratch)
    {
        if (!_tests.TryGetValue(row.Test, out var test)) _tests.Add(test = row.Test);
        var window = KeptWindow.Of(row, test, scratch);
        var at = PlaceOf(window);
        if (at < Count && Compare(_windows[at], window) == 0)
        {
            _windows[at] = window;
            return window;
        }

        if (Count == _windows.Length) Array.Resize(ref _windows, Count + Count / 8 + Spare);
        Array.Copy(_windows, at, _windows, at + 1, Count - at);
        _windows[at] = window;
        Count++;
        return window;
    }

    /// <summary>The windows that start within [from, to), Unix milliseconds; borrowed until the next change.</summary>
    public ArraySegment<KeptWindow> Between(long fromMs, long toMs)
    {
        var first = FirstFrom(fromMs);
        return new ArraySegment<KeptWindow>(_windows, first, Math.Max(0, FirstFrom(toMs) - first));
    }

    /// <summary>Drops what starts before <paramref name="fromMs"/>, but for web checks from <paramref name="checksFromMs"/> on, so many as count.</summary>
    public void Forget(long checksFromMs, long fromMs)
    {
        var (old, kept) = (FirstFrom(fromMs), 0);
        for (var i = 0; i < old; i++)
            if (_windows[i].StartMs >= checksFromMs && WebLookback.IsCheck(_windows[i])) _windows[kept++] = _windows[i];
        if (kept > WebLookback.MostBefore)
        {
            KeptWindow[] newest = [.. WebLookback.Newest(new ArraySegment<KeptWindow>(_windows, 0, kept))];
            Array.Sort(newest, Compare);
            newest.CopyTo(_windows, 0);
            kept = newest.Length;
        }

        if (kept == old) return;
        Array.Copy(_windows, old, _windows, kept, Count - old);
        Array.Clear(_windows, Count - (old - kept), old - kept);
        Count -= old - kept;
        Trim();
    }

    // After an hour was read in at a start, or a test was taken out of the plan.
    private void Trim()
    {
        if (_windows.Length > Count + Count / 2 + 4 * Spare) Array.Resize(ref _windows, Count + Count / 8 + Spare);
        if (_tests.Count <= Count) return;
        _tests.Clear();
        for (var i = 0; i < Count; i++) _tests.Add(_windows[i].Test);
    }

    private int FirstFrom(long startMs)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_windows[middle].StartMs < startMs) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // Mostly the end, since windows come in the order of time.
    private int PlaceOf(in KeptWindow window)
    {
        if (Count == 0 || Compare(_windows[Count - 1], window) < 0) return Count;
        var at = FirstFrom(window.StartMs);
        while (at < Count && Compare(_windows[at], window) < 0) at++;
        return at;
    }

    private static int Compare(KeptWindow a, KeptWindow b) => a.StartMs != b.StartMs ? a.StartMs.CompareTo(b.StartMs) : Compare(a.Test, b.Test);

    private static int Compare(TestKey a, TestKey b) =>
        ReferenceEquals(a, b) ? 0
        : a.Alias != b.Alias ? a.Alias.CompareTo(b.Alias)
        : a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
        : a.Segment != b.Segment ? a.Segment.CompareTo(b.Segment)
        : a.Family != b.Family ? a.Family.CompareTo(b.Family)
        : string.CompareOrdinal(a.Target, b.Target);
}

namespace EdgeProbe.Agent.Windows;

/// <summary>
/// Sorts attempts into the windows in which they started and closes a window when all its attempts have ended, at the latest half a second
/// after the last could. Samples are lent until the next round. Thread-safe; <see cref="Tick"/> must be called about twice a second.
/// </summary>
internal sealed partial class WindowStage
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly int _lengthMs;
    private readonly EpochAnchor _anchor;
    private readonly UsedWindows _used = new();
    private readonly Dictionary<uint, TestRow> _tests = [];
    private readonly List<TestWindow> _open = [];
    private readonly Stack<TestWindow> _spare = new();
    private long _serial;
    private long _withheld;
    private long _afterClose;

    public WindowStage(int lengthMs, TimeProvider clock)
    {
        (_lengthMs, _clock, _anchor) = (lengthMs, clock, new EpochAnchor(clock));
    }

    /// <summary>Attempts that were not counted because a step of the wall clock had brought back a time already used.</summary>
    public long Withheld => Interlocked.Read(ref _withheld);

    /// <summary>Attempts that ended after their window had been closed, where they count as lost.</summary>
    public long AfterClose => Interlocked.Read(ref _afterClose);

    public void Add(WindowedTest test)
    {
        lock (_gate) _tests[test.Alias] = new TestRow(test, new SmallestDelay(_clock));
    }

    /// <summary>An attempt begins, at that monotonic moment. The key that it gives must be shown at the end.</summary>
    public long Started(uint test, long timestamp)
    {
        lock (_gate)
        {
            var unixMs = _anchor.ToUnixMs(timestamp);
            if (WindowOf(test, unixMs) is not { } window) return 0;
            return (window.Serial << IndexBits) | (long)window.Start(unixMs);
        }
    }

    public void Ended(uint test, long key, in Measurement measurement)
    {
        if (key == 0) return;
        lock (_gate)
        {
            if (OpenBySerial(key >> IndexBits) is { } window)
                window.End((int)(key & IndexMask), measurement, _tests[test].Smallest);
            else Interlocked.Increment(ref _afterClose);
        }
    }

    /// <summary>The plan asked for an attempt at that moment and none was made.</summary>
    public void NotAttempted(uint test, long plannedAt, Reason reason)
    {
        lock (_gate) WindowOf(test, _anchor.ToUnixMs(plannedAt))?.NotAttempted(reason);
    }

    private TestWindow? WindowOf(uint test, long unixMs)
    {
        if (!_tests.TryGetValue(test, out var row)) return null;
        var window = Window.Containing(unixMs, _lengthMs);
        foreach (var open in _open)
        {
            if (open.Test.Alias == test && open.Window == window && !_used.IsUsed(window.StartMs)) return open;
        }

        if (_used.IsUsed(window.StartMs) || window.StartMs <= row.LastClosed)
        {
            Interlocked.Increment(ref _withheld);
            return null;
        }

        return Open(row.Test, window);
    }

    private TestWindow? OpenBySerial(long serial)
    {
        foreach (var open in _open)
        {
            if (open.Serial == serial) return open;
        }

        return null;
    }

    private TestWindow Open(WindowedTest test, Window window)
    {
        var opened = _spare.TryPop(out var spare) ? spare : new TestWindow();
        var ends = _anchor.ToTimestamp(window.EndMs);
        opened.Open(test, window, ++_serial, ends, ends + Ticks(test.Timeout + Grace));
        _open.Add(opened);
        _used.Add(window.StartMs);
        return opened;
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);

    private const int IndexBits = 20;
    private const long IndexMask = (1 << IndexBits) - 1;

    /// <summary>One test, and the newest window of it that was closed since the last step of the clock.</summary>
    private sealed class TestRow(WindowedTest test, SmallestDelay smallest)
    {
        public WindowedTest Test => test;

        public SmallestDelay Smallest => smallest;

        public long LastClosed { get; set; } = long.MinValue;
    }
}

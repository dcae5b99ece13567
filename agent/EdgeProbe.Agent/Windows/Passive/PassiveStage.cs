using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Windows.Passive;

/// <summary>
/// Sorts what the flow stage finds out into windows by the frames' own time. What comes for a window that is closed goes into the newest open
/// one and is counted. Called on the flow thread alone, allocates nothing there in steady state, and waits for nobody: closed windows leave
/// through <see cref="ClosedWindows"/>.
/// </summary>
internal sealed class PassiveStage(int lengthMs, ClosedWindows closed) : IPassiveSink
{
    private const long NanosecondsPerMs = 1_000_000;

    // Frames of several processor cores are a little out of order, and now and then one belongs to the window before or after.
    private const int MostOpen = 3;
    private static readonly long StepLimitMs = (long)EpochAnchor.StepLimit.TotalMilliseconds;

    // In order of their start.
    private readonly List<PassiveWindow> _open = new(MostOpen);
    private readonly UsedWindows _used = new();
    private long _now = long.MinValue;
    private long _closedThrough = long.MinValue;
    private long _late;
    private long _withheld;

    /// <summary>What came after its window had been closed.</summary>
    public long Late => Interlocked.Read(ref _late);

    /// <summary>What was not counted because a step of the wall clock had brought back a time already used.</summary>
    public long Withheld => Interlocked.Read(ref _withheld);

    public void Attempt(PassiveSeries series, Side side, long timeNs, Reason reason, uint microseconds, ushort code)
    {
        var place = PassiveTests.PlaceOf(series, side);
        if (place >= 0) WindowOf(timeNs)?.At(place).Add(reason, microseconds, code);
    }

    public void Count(PassiveSeries series, Side side, long timeNs, Counter counter, ulong amount)
    {
        var place = PassiveTests.PlaceOf(series, side);
        if (place >= 0) WindowOf(timeNs)?.At(place).Counts.Add(counter, amount);
    }

    public void Advance(long timeNs)
    {
        var now = Milliseconds(timeNs);
        if (_now != long.MinValue && now < _now - StepLimitMs) StepBack();
        else if (now < _now) return;
        _now = now;
        while (_open.Count > 0 && _open[0].Window.EndMs <= now) CloseOldest();
    }

    /// <summary>Closes every window: the capture has ended. Not while the flow thread runs.</summary>
    public void Finish()
    {
        while (_open.Count > 0) CloseOldest();
    }

    private PassiveWindow? WindowOf(long timeNs)
    {
        var start = Window.Containing(Milliseconds(timeNs), lengthMs).StartMs;
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Window.StartMs == start) return _open[i];
        }

        if (start > _closedThrough && (_open.Count < MostOpen || start > _open[^1].Window.StartMs)) return Open(start);
        Interlocked.Increment(ref _late);
        return _open.Count > 0 ? _open[^1] : Open(_closedThrough + lengthMs);
    }

    private PassiveWindow? Open(long start)
    {
        if (_used.IsUsed(start))
        {
            Interlocked.Increment(ref _withheld);
            return null;
        }

        if (_open.Count == MostOpen) CloseOldest();
        var opened = closed.Rent();
        opened.Open(new Window(start, lengthMs));
        _used.Add(start);
        var place = _open.Count;
        while (place > 0 && _open[place - 1].Window.StartMs > start) place--;
        _open.Insert(place, opened);
        return opened;
    }

    private void CloseOldest()
    {
        var oldest = _open[0];
        _open.RemoveAt(0);
        _closedThrough = Math.Max(_closedThrough, oldest.Window.StartMs);
        closed.Add(oldest);
    }

    // The wall clock was set back: the windows before and after it lie on different rulers.
    private void StepBack()
    {
        foreach (var window in _open) window.Flags |= MeasurementFlags.ClockStepped;
        Finish();
        _used.Close();
        _closedThrough = long.MinValue;
    }

    private static long Milliseconds(long timeNs) => timeNs / NanosecondsPerMs;
}

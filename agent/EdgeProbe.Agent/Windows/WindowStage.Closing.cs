namespace EdgeProbe.Agent.Windows;

/// <summary>Takes a closed window's samples; they are lent, and reused after the call.</summary>
internal delegate void SamplesReady(IReadOnlyList<Sample> samples);

/// <summary>Closing windows, and what a step of the wall clock does to them.</summary>
internal sealed partial class WindowStage
{
    private readonly List<Sample> _samples = [];
    private readonly List<Slot[]> _slots = [];
    private readonly List<Sample> _ready = [];

    /// <summary>
    /// Closes what is due and hands its samples over in order of their windows; says how far the wall clock was stepped, zero when it was not.
    /// </summary>
    public TimeSpan Tick(SamplesReady receiver)
    {
        lock (_gate)
        {
            var stepped = _anchor.Follow();
            if (stepped != TimeSpan.Zero) Step();
            Close(_clock.GetTimestamp(), all: false);
            HandOver(receiver);
            return stepped;
        }
    }

    /// <summary>Closes every window now, for the end of the program: attempts that are still under way are not waited for.</summary>
    public void CloseAll(SamplesReady receiver)
    {
        lock (_gate)
        {
            Close(_clock.GetTimestamp(), all: true);
            HandOver(receiver);
        }
    }

    private void Step()
    {
        _used.Close();
        foreach (var window in _open)
        {
            window.Seal(_clock.GetTimestamp(), Ticks(window.Test.Timeout + Grace));
            window.Flag(MeasurementFlags.ClockStepped);
        }

        foreach (var row in _tests.Values) row.LastClosed = long.MinValue;
    }

    private void Close(long now, bool all)
    {
        _ready.Clear();
        foreach (var window in _open)
        {
            if (!all && (now < window.Ends || (window.Pending > 0 && now < window.Deadline))) continue;
            while (_samples.Count <= _ready.Count) AddSpare();
            var sample = _samples[_ready.Count];
            if (all) window.Abandon();
            if (!window.TryFill(sample, _slots[_ready.Count])) sample.Test = 0;
            _ready.Add(sample);
        }

        _open.RemoveAll(w => all || (now >= w.Ends && (w.Pending == 0 || now >= w.Deadline)) ? Recycle(w) : false);
    }

    private bool Recycle(TestWindow window)
    {
        var row = _tests[window.Test.Alias];
        if (!_used.IsUsed(window.Window.StartMs)) row.LastClosed = Math.Max(row.LastClosed, window.Window.StartMs);
        _spare.Push(window);
        return true;
    }

    private void HandOver(SamplesReady receiver)
    {
        _ready.RemoveAll(sample => sample.Test == 0);
        if (_ready.Count == 0) return;
        // One message holds windows in ascending order; a stable order of tests within makes it compress better.
        _ready.Sort(static (a, b) => a.Window.StartMs != b.Window.StartMs
            ? a.Window.StartMs.CompareTo(b.Window.StartMs)
            : a.Test.CompareTo(b.Test));
        receiver(_ready);
    }

    private void AddSpare()
    {
        _samples.Add(new Sample());
        _slots.Add(new Slot[_lengthMs / Window.SlotMs]);
    }
}

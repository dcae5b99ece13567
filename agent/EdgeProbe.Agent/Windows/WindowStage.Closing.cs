namespace EdgeProbe.Agent.Windows;

/// <summary>Takes the samples of closed windows. Called under the stage's lock, so it only notes them down; they are lent until the next round.</summary>
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
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var window = _open[i];
            if (!all && (now < window.Ends || (window.Pending > 0 && now < window.Deadline))) continue;
            while (_samples.Count <= _ready.Count) AddSpare();
            var sample = _samples[_ready.Count];
            if (all) window.Abandon();
            if (window.TryFill(sample, _slots[_ready.Count])) _ready.Add(sample);
            _open.RemoveAt(i);
            Recycle(window);
        }
    }

    private void Recycle(TestWindow window)
    {
        var row = _tests[window.Test.Alias];
        if (!_used.IsUsed(window.Window.StartMs)) row.LastClosed = Math.Max(row.LastClosed, window.Window.StartMs);
        _spare.Push(window);
    }

    private void HandOver(SamplesReady receiver)
    {
        if (_ready.Count == 0) return;
        _ready.Sort(SampleOrder.Compare);
        receiver(_ready);
    }

    private void AddSpare()
    {
        _samples.Add(new Sample());
        _slots.Add(new Slot[_lengthMs / Window.SlotMs]);
    }
}

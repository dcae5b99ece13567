using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Windows.Passive;

/// <summary>
/// Takes closed windows and lets go of what speaks of at least ten packets or attempts; the rest waits for more, five minutes at most. The
/// rule is in README.md. Samples are lent until the next call. Called on the pump's thread alone.
/// </summary>
internal sealed class PassiveRelease(ClosedWindows closed, Func<PassiveTest, uint> aliasOf, Func<CaptureCounters> counters)
{
    private readonly WaitingSeries[] _series = Array.ConvertAll(PassiveTests.All, static test => new WaitingSeries(test));
    private readonly List<Sample> _spare = [];
    private readonly List<CounterSet> _spareCounts = [];
    private CaptureCounters _told;
    private int _lent;

    /// <summary>Attempts, and windows' counters, that were too few for five minutes and were dropped.</summary>
    public long TooFew
    {
        get
        {
            var dropped = 0L;
            foreach (var series in _series) dropped += series.Dropped;
            return dropped;
        }
    }

    /// <summary>Adds the samples of all windows closed since the last call, in order of their windows.</summary>
    public void Take(List<Sample> into)
    {
        _lent = 0;
        // Ends: the queue is empty; its writer adds one in ten seconds.
        while (closed.Take() is { } window)
        {
            AddCapture(window);
            for (var place = 0; place < _series.Length; place++) Release(_series[place], window, window.Find(place), into);
            closed.Return(window);
        }
    }

    private void Release(WaitingSeries series, PassiveWindow window, PassiveAccount? account, List<Sample> into)
    {
        var sample = Spare();
        if (!series.TryRelease(window.Window, account, sample, _spareCounts[_lent])) return;
        sample.Test = series.Alias ??= aliasOf(series.Test);
        sample.Flags = window.Flags;
        into.Add(sample);
        _lent++;
    }

    // What the capture lost since the last window is told beside the traffic it was lost from.
    private void AddCapture(PassiveWindow window)
    {
        var now = counters();
        var counts = window.At(PassiveTests.PlaceOf(PassiveSeries.Traffic, Side.Unknown)).Counts;
        Add(counts, Counter.FramesReceived, now.FramesReceived - _told.FramesReceived);
        Add(counts, Counter.FramesDropped, now.FramesDropped - _told.FramesDropped);
        Add(counts, Counter.ObservationsDropped, now.ObservationsDropped - _told.ObservationsDropped);
        Add(counts, Counter.PacketsSampledOut, now.SampledOut - _told.SampledOut);
        _told = now;
    }

    private static void Add(CounterSet counts, Counter counter, long amount)
    {
        if (amount > 0) counts.Add(counter, (ulong)amount);
    }

    private Sample Spare()
    {
        if (_lent == _spare.Count)
        {
            _spare.Add(new Sample());
            _spareCounts.Add(new CounterSet());
        }

        var sample = _spare[_lent];
        (sample.Sent, sample.Received, sample.Failed) = (0, 0, 0);
        (sample.Reason, sample.Code, sample.Counts) = (Reason.Answered, null, null);
        sample.Delays.Clear();
        _spareCounts[_lent].Clear();
        return sample;
    }
}

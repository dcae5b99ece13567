namespace EdgeProbe.Agent.Windows;

/// <summary>
/// The attempts of one test that started within one window. Reused for window after window, so that a steady plan allocates nothing.
/// Not thread-safe.
/// </summary>
internal sealed class TestWindow
{
    // RFC 6673 wants a stated limit: an answer later than this is a loss (scoring profile 1, section 8).
    private const uint LongestRoundTrip = 3_000_000;
    private const uint JitterBuffer = 120_000;

    private static readonly Sample Nothing = new();
    private readonly HttpMeans _http = new();
    private readonly OneWayMeans _oneWay = new();
    private readonly ReasonTally _reasons = new();
    private Attempt[] _attempts = new Attempt[16];
    private int _made;

    public WindowedTest Test { get; private set; } = null!;

    public Window Window { get; private set; }

    public long Serial { get; private set; }

    /// <summary>Monotonic moments: no attempt starts in it from <see cref="Ends"/> on, and none is waited for beyond <see cref="Deadline"/>.</summary>
    public long Ends { get; private set; }

    public long Deadline { get; private set; }

    public int Pending { get; private set; }

    // Only its counters are used: what is known when an attempt ends, whatever its place.
    private Sample Counters { get; } = new();

    public void Open(WindowedTest test, Window window, long serial, long ends, long deadline)
    {
        (Test, Window, Serial, Ends, Deadline) = (test, window, serial, ends, deadline);
        (_made, Pending) = (0, 0);
        _http.Clear();
        _oneWay.Clear();
        _reasons.Clear();
        SampleFill.CopyCounters(Nothing, Counters);
    }

    public void Seal(long now, long grace) => (Ends, Deadline) = (Math.Min(Ends, now), Math.Min(Deadline, now + grace));

    public int Start(long unixMs)
    {
        if (_made == _attempts.Length) Array.Resize(ref _attempts, _made * 2);
        var slot = (byte)Math.Clamp((unixMs - Window.StartMs) / Window.SlotMs, 0, Math.Max(0, Window.Slots - 1));
        _attempts[_made] = new Attempt { Slot = slot };
        Pending++;
        return _made++;
    }

    public void End(int index, in Measurement measurement, SmallestDelay smallest)
    {
        ref var attempt = ref _attempts[index];
        if (attempt.End != AttemptEnd.Pending) return;
        Pending--;
        var reason = Test.IsRoundTrip && measurement.DelayMicroseconds > LongestRoundTrip ? Reason.TimedOut : measurement.Reason;
        attempt.End = Classify(reason, measurement.DelayMicroseconds);
        attempt.Succeeded = reason == Reason.Answered;
        if (attempt.End == AttemptEnd.Answered) attempt.Delay = measurement.DelayMicroseconds!.Value;
        Count(reason, measurement);
        if (attempt.Succeeded && Test.Kind is Kind.Icmp or Kind.Stamp) CountLate(attempt.Delay, smallest);
    }

    public void NotAttempted(Reason reason)
    {
        Counters.NotAttempted++;
        _reasons.Add(reason, Test.Kind, default);
    }

    /// <summary>Attempts still under way were never finished: they are neither answered nor lost.</summary>
    public void Abandon()
    {
        for (var i = 0; i < _made; i++)
        {
            if (_attempts[i].End == AttemptEnd.Pending) _attempts[i].End = AttemptEnd.NotMade;
        }

        Pending = 0;
    }

    public void Flag(MeasurementFlags flags) => Counters.Flags |= flags;

    /// <summary>Fills a sample; attempts that never ended are losses. False when the window holds nothing to tell.</summary>
    public bool TryFill(Sample sample, Slot[] slots)
    {
        SampleFill.CopyCounters(Counters, sample);
        sample.Test = Test.Alias;
        sample.Window = Window;
        sample.Slots = Test.HasSlots ? SlotRule.Judge(Test.Kind, _attempts.AsSpan(0, _made), slots) : [];
        SampleFill.Delays(_attempts.AsSpan(0, _made), sample);
        for (var i = 0; i < Pending; i++) _reasons.Add(Reason.TimedOut, Test.Kind, default);
        sample.Reason = _reasons.Commonest;
        sample.Failures = _reasons.Failures;
        sample.Http = _http.Mean;
        sample.OneWay = _oneWay.Mean;
        var (addresses, answering) = Test.Addresses();
        sample.Addresses = (byte)Math.Min(addresses, byte.MaxValue);
        sample.AddressesAnswering = (byte)Math.Min(answering, byte.MaxValue);
        return sample.Sent > 0 || sample.NotAttempted > 0;
    }

    private static AttemptEnd Classify(Reason reason, uint? delay) => reason.ToOutcome() switch
    {
        Outcome.NotAttempted => AttemptEnd.NotMade,
        _ when reason.CountsAsLost() => AttemptEnd.Lost,
        _ => delay > 0 ? AttemptEnd.Answered : AttemptEnd.Failed,
    };

    private void Count(Reason reason, in Measurement measurement)
    {
        Counters.Duplicate += measurement.Duplicates;
        Counters.Invalid += measurement.Invalid;
        Counters.LostUp += measurement.Loss.Up;
        Counters.LostDown += measurement.Loss.Down;
        Counters.Flags |= measurement.Flags;
        if (measurement.Flags.HasFlag(MeasurementFlags.Reordered)) Counters.Reordered++;
        if (measurement.Code != 0) Counters.Code = measurement.Code;
        if (measurement.Path is { } path) Counters.Path = path;
        if (measurement.Http is { } http) _http.Add(http);
        if (measurement.OneWay is { } oneWay) _oneWay.Add(oneWay);
        if (reason.ToOutcome() == Outcome.NotAttempted) Counters.NotAttempted++;
        _reasons.Add(reason, Test.Kind, measurement.Http);
    }

    private void CountLate(uint delay, SmallestDelay smallest)
    {
        smallest.Add(delay);
        if (delay > (ulong)smallest.Value + JitterBuffer) Counters.Late++;
    }
}

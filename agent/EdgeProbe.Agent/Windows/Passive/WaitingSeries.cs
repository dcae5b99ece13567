namespace EdgeProbe.Agent.Windows.Passive;

/// <summary>
/// One series at the door of the box: delays leave ten at least at a time, attempts without a delay and counters when they speak of ten
/// packets or attempts at least. What is fewer waits for the next windows, and is dropped and counted after five minutes. Not thread-safe.
/// </summary>
internal sealed class WaitingSeries(PassiveTest test)
{
    /// <summary>passive.md's "minimum n": fewer would tell of single packets of a person.</summary>
    public const int Least = 10;

    /// <summary>Thirty windows of ten seconds.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly PassiveAccount _waiting = new();
    private readonly CounterSet _ofTheCapture = new();
    private long? _attemptsSince;
    private long? _countsSince;
    private long _dropped;

    public PassiveTest Test => test;

    /// <summary>Taken when the series first has something that may leave: a home without telephone never has a series of that kind.</summary>
    public uint? Alias { get; set; }

    /// <summary>Attempts, and windows' counters, that were too few for too long.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a window's account and moves what may leave into the empty sample; false when nothing may.</summary>
    public bool TryRelease(Window window, PassiveAccount? account, Sample into, CounterSet counts)
    {
        Expire(window.StartMs);
        if (account is not null) Merge(account, window.StartMs);
        if (_attemptsSince is null && _countsSince is null) return false;
        into.Window = window;
        Release(into, counts);
        return into.Sent > 0 || into.Counts is not null;
    }

    private void Merge(PassiveAccount account, long startMs)
    {
        if (account.HasAttempts) _attemptsSince ??= startMs;
        if (!account.Counts.IsEmpty) _countsSince ??= startMs;
        _waiting.Merge(account);
    }

    private void Release(Sample into, CounterSet counts)
    {
        var packets = PassiveEvidence.Packets(_waiting.Counts);
        var (answered, others) = (_waiting.Delays.Count, (ulong)_waiting.WithoutDelay);
        // Without their delays only ten or more leave: one failure beside nine answers that must wait would look like a dead line.
        var othersLeave = others >= Least || (answered == 0 && others + packets >= Least);
        if (answered >= Least) _waiting.TakeAttempts(into);
        else if (othersLeave) _waiting.TakeWithoutDelay(into);
        if (!_waiting.HasAttempts) _attemptsSince = null;
        if (into.Sent > 0 || packets >= Least || PassiveEvidence.IsOfTheCapture(_waiting.Counts)) ReleaseCounts(into, counts);
    }

    private void ReleaseCounts(Sample into, CounterSet counts)
    {
        if (_countsSince is null) return;
        counts.Merge(_waiting.Counts);
        _waiting.Counts.Clear();
        _countsSince = null;
        into.Counts = counts;
    }

    private void Expire(long startMs)
    {
        // After a step of the wall clock backwards the wait begins anew.
        if (_attemptsSince > startMs) _attemptsSince = startMs;
        if (_countsSince > startMs) _countsSince = startMs;
        if (IsOver(_attemptsSince, startMs)) DropAttempts();
        if (IsOver(_countsSince, startMs)) DropCounts();
    }

    private void DropAttempts()
    {
        Interlocked.Add(ref _dropped, _waiting.Delays.Count + _waiting.WithoutDelay);
        _waiting.ClearAttempts();
        _attemptsSince = null;
    }

    // What the capture counts of itself speaks of nobody and is kept.
    private void DropCounts()
    {
        Interlocked.Increment(ref _dropped);
        _ofTheCapture.Clear();
        PassiveEvidence.CopyOfTheCapture(_waiting.Counts, _ofTheCapture);
        _waiting.Counts.Clear();
        _waiting.Counts.Merge(_ofTheCapture);
        if (_ofTheCapture.IsEmpty) _countsSince = null;
    }

    private static bool IsOver(long? since, long startMs) => since is { } start && startMs - start >= LongestWait.TotalMilliseconds;
}

namespace EdgeProbe.Agent.Windows.Passive;

/// <summary>What one passive series has seen: delays, attempts that brought none, counters. Mergeable; reused. Not thread-safe.</summary>
internal sealed class PassiveAccount
{
    // Apart, since the attempts without a delay may leave before those with one.
    private readonly ReasonTally _reasonsWithoutDelay = new();
    private readonly ReasonTally _reasonsWithDelay = new();

    public DelaySketch Delays { get; } = new();

    public CounterSet Counts { get; } = new();

    public uint Lost { get; private set; }

    public uint Failed { get; private set; }

    /// <summary>The last protocol code seen; null when none was.</summary>
    public ushort? Code { get; private set; }

    /// <summary>Attempts that brought no delay back.</summary>
    public uint WithoutDelay => Lost + Failed;

    /// <summary>The commonest reason of those; Answered when there are none.</summary>
    public Reason WhyWithoutDelay => _reasonsWithoutDelay.Commonest;

    public bool HasAttempts => WithoutDelay > 0 || Delays.Count > 0;

    /// <summary>Something ended, with a delay (at least 1 us) or, with 0, without one; then the reason says whether it was lost or failed.</summary>
    public void Add(Reason reason, uint microseconds, ushort code)
    {
        if (microseconds > 0) Delays.Add(microseconds);
        else if (reason.CountsAsLost()) Lost++;
        else if (reason.ToOutcome() is Outcome.Answered or Outcome.NotAttempted) return; // nothing that a sample could tell
        else Failed++;
        (microseconds > 0 ? _reasonsWithDelay : _reasonsWithoutDelay).Add(reason, Kind.Other, null);
        if (code != 0) Code = code;
    }

    public void Merge(PassiveAccount other)
    {
        Delays.Merge(other.Delays);
        Counts.Merge(other.Counts);
        Lost += other.Lost;
        Failed += other.Failed;
        Code = other.Code ?? Code;
        _reasonsWithoutDelay.Merge(other._reasonsWithoutDelay);
        _reasonsWithDelay.Merge(other._reasonsWithDelay);
    }

    /// <summary>Moves the attempts without a delay into the sample.</summary>
    public void TakeWithoutDelay(Sample into)
    {
        into.Sent += WithoutDelay;
        into.Failed += Failed;
        into.Code = Code;
        into.Reason = WhyWithoutDelay;
        ClearWithoutDelay();
    }

    /// <summary>Moves all attempts into the sample.</summary>
    public void TakeAttempts(Sample into)
    {
        _reasonsWithoutDelay.Merge(_reasonsWithDelay);
        TakeWithoutDelay(into);
        into.Delays.Merge(Delays);
        into.Received += (uint)Delays.Count;
        into.Sent += (uint)Delays.Count;
        ClearAttempts();
    }

    public void Clear()
    {
        ClearAttempts();
        Counts.Clear();
    }

    public void ClearAttempts()
    {
        ClearWithoutDelay();
        Delays.Clear();
        _reasonsWithDelay.Clear();
        Code = null;
    }

    private void ClearWithoutDelay()
    {
        (Lost, Failed) = (0, 0);
        _reasonsWithoutDelay.Clear();
    }
}

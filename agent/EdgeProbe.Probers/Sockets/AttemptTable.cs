namespace EdgeProbe.Probers.Sockets;

/// <summary>Told when an attempt ends without an answer; called outside the table's lock.</summary>
internal interface IAttemptOwner
{
    Measurement OnTimedOut(Attempt attempt);

    void OnCancelled(Attempt attempt);
}

/// <summary>
/// The attempts under way, found by their sequence number. Whoever takes an attempt out completes it: the receive thread, its timer or
/// its cancellation. Bounded: a number whose place is still taken is refused (<see cref="Refused"/>). Thread-safe.
/// </summary>
internal sealed class AttemptTable(IAttemptOwner owner, TimeProvider clock, TimeSpan timeout) : IDisposable
{
    /// <summary>Attempts under way at most: 300 targets at one a second with a timeout of three seconds.</summary>
    public const int Capacity = 1024;

    private readonly Lock _gate = new();
    private readonly Attempt?[] _underWay = new Attempt?[Capacity];
    private readonly Stack<Attempt> _idle = new();
    private uint _next;
    private long _refused;

    /// <summary>Attempts that were not made because too many were under way.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The next attempt has a place, unless another thread takes it first.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate) return _underWay[_next % Capacity] is null;
        }
    }

    /// <summary>Gives an attempt the next number and starts its timeout; null when too many are under way.</summary>
    public Attempt? TryBegin(object? session, CancellationToken cancellation)
    {
        Attempt attempt;
        lock (_gate)
        {
            var sequence = _next;
            if (_underWay[sequence % Capacity] is not null)
            {
                Interlocked.Increment(ref _refused);
                return null;
            }

            _next++;
            attempt = _idle.TryPop(out var pooled) ? pooled : new Attempt(this, clock);
            _underWay[sequence % Capacity] = attempt;
            attempt.Begin(sequence, session, clock.GetTimestamp(), timeout, cancellation);
        }

        return attempt;
    }

    /// <summary>The attempt with this number, left in its place; null when it is over. The 16 lowest bits may stand for the whole.</summary>
    public Attempt? Find(uint sequence, uint mask = uint.MaxValue)
    {
        lock (_gate)
        {
            var attempt = _underWay[sequence % Capacity];
            return attempt is not null && (attempt.Sequence & mask) == (sequence & mask) ? attempt : null;
        }
    }

    /// <summary>Takes the attempt out; false when somebody else was first.</summary>
    public bool TryTake(Attempt attempt)
    {
        lock (_gate)
        {
            ref var place = ref _underWay[attempt.Sequence % Capacity];
            if (place != attempt) return false;
            place = null;
            return true;
        }
    }

    public void OnCancel(Attempt attempt)
    {
        if (!TryTake(attempt)) return;
        owner.OnCancelled(attempt);
        attempt.Cancel();
    }

    public void Return(Attempt attempt)
    {
        lock (_gate) _idle.Push(attempt);
    }

    public void OnTimer(Attempt attempt)
    {
        lock (_gate)
        {
            if (_underWay[attempt.Sequence % Capacity] != attempt) return;
            // The call may belong to an earlier life of this attempt, or come a little early.
            var remaining = timeout - clock.GetElapsedTime(attempt.StartedAt);
            if (remaining > TimeSpan.Zero)
            {
                attempt.WaitAgain(remaining + TimeSpan.FromMilliseconds(1));
                return;
            }

            _underWay[attempt.Sequence % Capacity] = null;
        }

        attempt.Complete(owner.OnTimedOut(attempt));
    }

    /// <summary>Ends what is under way as not attempted: the prober is going away.</summary>
    public void Dispose()
    {
        foreach (var attempt in _underWay)
        {
            if (attempt is null || !TryTake(attempt)) continue;
            owner.OnCancelled(attempt);
            attempt.Complete(Measurement.Failed(Reason.NotAttempted));
        }

        lock (_gate)
        {
            while (_idle.TryPop(out var idle)) idle.Dispose();
        }
    }
}

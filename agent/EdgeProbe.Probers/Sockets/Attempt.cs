using System.Threading.Tasks.Sources;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Sockets;

/// <summary>
/// One packet that waits for its answer. Pooled: a prober that has warmed up allocates nothing per packet, so the task, its timer and its
/// completion live as long as the prober. Belongs to one <see cref="AttemptTable"/>, whose lock guards all that is not awaited.
/// </summary>
internal sealed class Attempt : IValueTaskSource<Measurement>, IThreadPoolWorkItem, IDisposable
{
    private readonly AttemptTable _table;
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<Measurement> _awaited;
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellation;
    private Measurement _result;
    private bool _cancelled;
    private bool _reusable;

    public Attempt(AttemptTable table, TimeProvider clock)
    {
        _table = table;
        _timer = clock.CreateTimer(static state => ((Attempt)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its number within the table, from 0.</summary>
    public uint Sequence { get; private set; }

    /// <summary>What only one who saw the packet can know.</summary>
    public ulong Token { get; set; }

    /// <summary>Read just before the packet was handed to the kernel.</summary>
    public Moment Sent { get; set; }

    /// <summary>What the prober keeps over the attempts of this target.</summary>
    public object? Session { get; private set; }

    /// <summary>The awaitable; to be awaited once.</summary>
    public ValueTask<Measurement> Task => new(this, _awaited.Version);

    public void Begin(uint sequence, object? session, long now, TimeSpan timeout, CancellationToken cancellation)
    {
        (Sequence, Session, StartedAt) = (sequence, session, now);
        (_cancelled, _cancellation) = (false, cancellation);
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        _registration = cancellation.UnsafeRegister(static state => ((Attempt)state!).OnCancel(), this);
    }

    /// <summary>Timestamp of the beginning: by it a timer's call for an earlier life is told apart.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Completes the awaitable. Only for whoever has taken the attempt out of the table.</summary>
    public void Complete(in Measurement result)
    {
        _result = result;
        LetGo();
        // On the pool, not here: the receive thread must not run whatever awaits.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Completes the awaitable as cancelled; the same rule holds.</summary>
    public void Cancel()
    {
        _cancelled = true;
        Complete(default);
    }

    /// <summary>Puts the attempt back unused: nothing was sent and nobody awaits it.</summary>
    public void Abandon()
    {
        LetGo();
        _awaited.Reset();
        if (_reusable) _table.Return(this);
    }

    public void WaitAgain(TimeSpan remaining) => _timer.Change(remaining, Timeout.InfiniteTimeSpan);

    public void Execute()
    {
        if (_cancelled) _awaited.SetException(new OperationCanceledException(_cancellation));
        else _awaited.SetResult(_result);
    }

    public Measurement GetResult(short token)
    {
        try
        {
            return _awaited.GetResult(token);
        }
        finally
        {
            _awaited.Reset();
            if (_reusable) _table.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _awaited.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _awaited.OnCompleted(continuation, state, token, flags);

    public void Dispose() => _timer.Dispose();

    private void LetGo()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // A cancellation that has begun to call back may do so late: such an attempt must not live again.
        _reusable = !_cancellation.CanBeCanceled || _registration.Unregister();
        Session = null;
    }

    private void OnTimer() => _table.OnTimer(this);

    private void OnCancel() => _table.OnCancel(this);
}

using EdgeProbe.Probers.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Tcp;

/// <summary>
/// Time from the first SYN to an established connection, both families; nothing is sent over it. Taken in user space, and said so:
/// over-estimates by the wait for the processor, and by a second or more where the kernel had to repeat the SYN, as a customer would wait.
/// The connection is reset at once, so no TIME_WAIT stays behind. Thread-safe; lives as long as the agent.
/// </summary>
public sealed class TcpConnectProber : IProber, IAttemptOwner
{
    private readonly ReceiveLoop _loop;
    private readonly TimeProvider _clock;
    private readonly AttemptTable _attempts;

    public TcpConnectProber(ReceiveLoop loop, TimeProvider clock, TcpOptions options)
    {
        if (string.Join("; ", options.Problems()) is { Length: > 0 } problems) throw new ArgumentException(problems, nameof(options));
        (_loop, _clock) = (loop, clock);
        _attempts = new AttemptTable(this, clock, options.Timeout);
    }

    /// <inheritdoc/>
    public ValueTask<Measurement> MeasureAsync(Target target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (target.Address is not { } address) return new(Measurement.Failed(Reason.NoAddressOfThisFamily));
        var socket = TimedSocket.TryOpen(address.AddressFamily, SocketKind.Tcp, out var error);
        if (socket is null) return new(Measurement.Failed(NetworkReasons.ForSending(error)));
        var connection = new TcpConnection(socket, _loop, OnReady, _clock);
        var attempt = _attempts.TryBegin(connection, cancellation);
        if (attempt is null)
        {
            connection.Close();
            return new(Measurement.Failed(Reason.LimitReached));
        }

        connection.Attempt = attempt;
        var awaited = attempt.Task;
        if (connection.Begin(NativeAddress.From(address, target.Port)) is { } ended) Finish(attempt, connection, ended);
        return awaited;
    }

    Measurement IAttemptOwner.OnTimedOut(Attempt attempt)
    {
        ((TcpConnection)attempt.Session!).Close();
        return Measurement.Failed(Reason.ConnectTimedOut);
    }

    void IAttemptOwner.OnCancelled(Attempt attempt) => ((TcpConnection)attempt.Session!).Close();

    public ValueTask DisposeAsync()
    {
        _attempts.Dispose();
        return ValueTask.CompletedTask;
    }

    private void OnReady(TcpConnection connection, Measurement ended) => Finish(connection.Attempt!, connection, ended);

    private void Finish(Attempt attempt, TcpConnection connection, in Measurement ended)
    {
        // Only of this life: a connection that timed out may be told late that it is ready.
        if (attempt.Session != connection || !_attempts.TryTake(attempt)) return;
        connection.Close();
        attempt.Complete(ended);
    }
}

using EdgeProbe.Probers.Sockets;
using EdgeProbe.Sockets;
using EdgeProbe.Stamp;

namespace EdgeProbe.Probers.Stamp;

/// <summary>
/// The session with one reflector: a socket of its own, so that the source port names the session there, and the count of what was lost on
/// which way. Thread-safe; lives until the target has another address.
/// </summary>
internal sealed partial class StampLink : IAttemptOwner, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SenderSession _session = new();
    private readonly AttemptTable _attempts;
    private readonly TimedSocket _socket;
    private readonly ReceiveLoop _loop;
    private readonly TimeProvider _clock;
    private readonly StampOptions _options;
    // Never zero, which says that there is none (RFC 8972 section 3).
    private readonly ushort _sessionId = (ushort)(Secrets.Next() | 1);
    private ushort _duplicates;
    private ushort _invalid;

    private StampLink(NativeAddress reflector, TimedSocket socket, ReceiveLoop loop, TimeProvider clock, StampOptions options)
    {
        (Reflector, _socket, _loop, _clock, _options) = (reflector, socket, loop, clock, options);
        _attempts = new AttemptTable(this, clock, options.Timeout);
        loop.Add(socket, this);
    }

    public NativeAddress Reflector { get; }

    public static StampLink? TryOpen(in NativeAddress reflector, ReceiveLoop loop, TimeProvider clock, StampOptions options, out Reason problem)
    {
        problem = Reason.Answered;
        var family = reflector.ToAddress().AddressFamily;
        var socket = TimedSocket.TryOpen(family, SocketKind.Udp, out var error);
        if (error == Errno.None) error = socket!.Connect(reflector);
        if (error == Errno.None) return new StampLink(reflector, socket!, loop, clock, options);
        socket?.Dispose();
        problem = NetworkReasons.ForSending(error);
        return null;
    }

    public ValueTask<Measurement> MeasureAsync(ErrorEstimate clockError, CancellationToken cancellation)
    {
        ValueTask<Measurement> awaited;
        lock (_gate)
        {
            if (!_attempts.HasRoom) return new(Measurement.Failed(Reason.LimitReached));
            // Both count from zero, and only here: an attempt's number is its packet's.
            _session.Begin();
            var attempt = _attempts.TryBegin(this, cancellation)!;
            awaited = attempt.Task;
            var error = Send(attempt, clockError);
            if (error == Errno.None || !_attempts.TryTake(attempt)) return awaited;
            _session.NotSent(attempt.Sequence);
            attempt.Abandon();
            return new(Measurement.Failed(NetworkReasons.ForSending(error)));
        }
    }

    public Measurement OnTimedOut(Attempt attempt) => Lost(attempt, Measurement.Failed(Reason.TimedOut));

    public void OnCancelled(Attempt attempt)
    {
        lock (_gate) _session.TimedOut(attempt.Sequence);
    }

    public void Dispose()
    {
        _loop.Remove(_socket.Handle);
        _socket.Dispose();
        _attempts.Dispose();
    }

    private Errno Send(Attempt attempt, ErrorEstimate clockError)
    {
        Span<byte> bytes = stackalloc byte[SenderPacket.Bytes];
        attempt.Sent = Moment.Now(_clock);
        // The reflector gives the time back, so it is also the token by which an answer is known.
        attempt.Token = StampTime.ToNtp(attempt.Sent.WallTicks);
        new SenderPacket(attempt.Sequence, attempt.Token, clockError, _sessionId).Write(bytes);
        return _socket.Send(bytes);
    }

    private Measurement Lost(Attempt attempt, in Measurement measurement)
    {
        lock (_gate)
        {
            _session.TimedOut(attempt.Sequence);
            return Attach(measurement);
        }
    }

    // What was counted since the measurement before goes with this one.
    private Measurement Attach(in Measurement measurement)
    {
        var (up, down) = _session.TakeLoss();
        var attached = measurement with { Duplicates = _duplicates, Invalid = _invalid, Loss = new LossSplit(Short(up), Short(down)) };
        (_duplicates, _invalid) = (0, 0);
        return attached;
    }

    private static ushort Short(int count) => (ushort)Math.Min(count, ushort.MaxValue);
}

using EdgeProbe.Probers.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Tcp;

/// <summary>One connection that is being made. Closed once, by whoever has taken its attempt.</summary>
internal sealed class TcpConnection(TimedSocket socket, ReceiveLoop loop, Action<TcpConnection, Measurement> onReady, TimeProvider clock)
    : IPollHandler, IPacketReceiver
{
    private readonly Lock _gate = new();
    private bool _closed;
    private Moment _started;
    private Measurement? _unreachable;

    /// <summary>The attempt that waits for it; set before it begins.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>Begins; what the kernel says at once, or null when there is something to wait for.</summary>
    public Measurement? Begin(in NativeAddress to)
    {
        lock (_gate)
        {
            _started = Moment.Now(clock);
            var error = socket.Connect(to);
            if (error == Errno.InProgress && !_closed) loop.Add(socket.Handle, PollEvents.Writable, this);
            return error switch
            {
                Errno.InProgress => null,
                Errno.None or Errno.ConnectionRefused => Ended(error),
                // Nothing was sent: the probe has no way there.
                _ => Measurement.Failed(NetworkReasons.ForSending(error)),
            };
        }
    }

    public void OnReady(PollEvents seen)
    {
        // The error queue knows the ICMP code; reading it empties SO_ERROR.
        while (loop.TryTakeError(socket, this)) { }
        onReady(this, _unreachable ?? Ended(socket.TakeError()));
    }

    public void OnPacket(in ReceivedPacket packet) { }

    public void OnError(in ReceivedError error) =>
        _unreachable = Measurement.Failed(NetworkReasons.ForError(error), NetworkReasons.CodeOf(error));

    public void Close()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
        }

        loop.Remove(socket.Handle);
        socket.CloseByReset();
        socket.Dispose();
    }

    // A refusal is an answer of the target: it has a delay.
    private Measurement Ended(Errno error)
    {
        if (error is not (Errno.None or Errno.ConnectionRefused)) return Measurement.Failed(NetworkReasons.ForWaiting(error));
        var delay = Delay.Between(_started, Moment.Now(clock), 0, clock);
        return Measurement.Answered(delay.Value) with
        {
            Reason = error == Errno.None ? Reason.Answered : Reason.Refused,
            Flags = delay.Flags(),
        };
    }
}

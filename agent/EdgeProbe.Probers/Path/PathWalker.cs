using System.Net;
using EdgeProbe.Probers.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Path;

/// <summary>One walk under way: one datagram at a time, its answer from the receive thread.</summary>
internal sealed class PathWalker(TimedSocket socket, IPAddress destination, PathOptions options, TimeProvider clock) : IPacketReceiver
{
    private static readonly TimeSpan OneTick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly ulong _token = Secrets.Next();
    private readonly List<PathHop> _hops = [];
    private PathTry? _current;
    private MeasurementFlags _flags;
    private long? _lastSent;
    private int _sent;
    private int _invalid;

    public async Task<PathWalk> RunAsync(CancellationToken cancellation)
    {
        var silent = 0;
        for (var number = 1; number <= options.MaxHops && silent < options.MaxSilent; number++)
        {
            if (NotSent(socket.SetHopLimit(number)) is { } refused) return Ended(refused);
            var hop = PathHop.Silent(number);
            for (var tries = 0; tries < options.Tries && hop.Reason == Reason.TimedOut; tries++)
            {
                await KeepPaceAsync(cancellation).ConfigureAwait(false);
                var attempt = Begin(number);
                if (NotSent(Send()) is { } failed) return Ended(failed);
                hop = await attempt.AnswerAsync(options.Timeout, clock, cancellation).ConfigureAwait(false);
            }

            _hops.Add(hop);
            silent = hop.Reason == Reason.TimedOut ? silent + 1 : 0;
            if (hop.IsEnd) return Ended(hop.Reason);
        }

        return Ended(silent > 0 ? Reason.TimedOut : Reason.TtlExceeded);
    }

    /// <summary>A datagram came back: something listens at the destination's port, and the walk is there.</summary>
    public void OnPacket(in ReceivedPacket packet)
    {
        var from = packet.From.IsKnown ? packet.From.ToAddress() : destination;
        Answer(0, from, Reason.Answered, 0, packet.At, packet.KernelTicks);
    }

    public void OnError(in ReceivedError error)
    {
        if (!PathDatagram.TryRead(error.Quoted, _token, out var number))
        {
            lock (_gate) _invalid++;
            return;
        }

        var reason = NetworkReasons.ForError(error);
        var from = IsElsewhere(error.Offender) ? error.Offender.ToAddress() : null;
        if (reason is Reason.PortUnreachable or Reason.ProtocolUnreachable && destination.Equals(from)) reason = Reason.Answered;
        Answer(number, from, reason, NetworkReasons.CodeOf(error), error.At, error.KernelTicks);
    }

    private void Answer(ushort number, IPAddress? from, Reason reason, ushort code, in Moment at, long kernelTicks)
    {
        lock (_gate)
        {
            if (_current is not { } current || (number != 0 && number != current.Id))
            {
                // An answer to an earlier try, which was given up: it must not pass for one from further away.
                _invalid++;
                return;
            }

            var delay = Delay.Between(current.SentAt, at, kernelTicks, clock);
            if (delay.UserSpace) _flags |= MeasurementFlags.UserSpaceTime;
            if (delay.ClockStepped) _flags |= MeasurementFlags.ClockStepped;
            uint? took = from is null ? null : Measurement.InMicroseconds(delay.Value);
            var hop = new PathHop((byte)current.Hop, from, took, reason, code);
            _current = null;
            current.Answer.TrySetResult(hop);
        }
    }

    // That no neighbour answers is this machine's own complaint, sent by its own address: no hop said it. On a path to this machine itself
    // it is the destination that speaks.
    private bool IsElsewhere(in NativeAddress offender) =>
        offender.IsKnown && (!offender.HasSameAddress(socket.LocalAddress()) || destination.Equals(offender.ToAddress()));

    private PathTry Begin(int hop)
    {
        lock (_gate)
        {
            _lastSent = clock.GetTimestamp();
            return _current = new PathTry((ushort)++_sent, hop, Moment.Now(clock));
        }
    }

    private Errno Send()
    {
        Span<byte> datagram = stackalloc byte[PathDatagram.Length];
        PathDatagram.Write(datagram, _token, (ushort)_sent);
        return socket.Send(datagram);
    }

    private async Task KeepPaceAsync(CancellationToken cancellation)
    {
        if (_lastSent is not { } last) return;
        // A timer counts whole milliseconds and may come up to one too early, so what is left is waited for again.
        while (options.Pace - clock.GetElapsedTime(last) is var left && left > TimeSpan.Zero)
            await Task.Delay(left < OneTick ? OneTick : left, clock, cancellation).ConfigureAwait(false);
    }

    private static Reason? NotSent(Errno error) => error == Errno.None ? null : NetworkReasons.ForSending(error);

    private PathWalk Ended(Reason reason)
    {
        while (_hops.Count > 0 && !_hops[^1].IsAnswering) _hops.RemoveAt(_hops.Count - 1);
        lock (_gate) return new PathWalk([.. _hops], reason, _sent, _invalid, _flags);
    }
}

/// <summary>One datagram that waits for its answer.</summary>
internal sealed record PathTry(ushort Id, int Hop, Moment SentAt)
{
    public TaskCompletionSource<PathHop> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The hop that answered, or a silent one when the time is up.</summary>
    public async Task<PathHop> AnswerAsync(TimeSpan timeout, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            return await Answer.Task.WaitAsync(timeout, clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return PathHop.Silent(Hop);
        }
    }
}

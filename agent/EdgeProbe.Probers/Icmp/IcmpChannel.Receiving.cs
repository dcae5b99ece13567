using EdgeProbe.Probers.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Icmp;

/// <summary>What comes back, on the receive thread. An answer counts only with the right source, number and token.</summary>
internal sealed partial class IcmpChannel : IPacketReceiver
{
    private long _late;
    private long _foreign;

    /// <summary>Answers after the timeout: not received in the sense of RFC 6673, and not an error.</summary>
    public long Late => Interlocked.Read(ref _late);

    /// <summary>Packets that answer nothing of ours.</summary>
    public long Foreign => Interlocked.Read(ref _foreign);

    /// <summary>Packets that came faster than this process took them: a loss of the probe's own making.</summary>
    public long Overflowed => _socket.Socket?.Overflowed ?? 0;

    public void OnPacket(in ReceivedPacket packet)
    {
        var bytes = _socket.IsRaw && !_isV6 ? IcmpEcho.BehindIpHeader(packet.Bytes) : packet.Bytes;
        var isReply = IcmpEcho.TryRead(bytes, out var echo) && echo.Type == (_isV6 ? IcmpEcho.ReplyV6 : IcmpEcho.ReplyV4);
        // A raw socket hears the replies to every process; a datagram socket's identifier is the kernel's and already matched.
        if (isReply && _socket.IsRaw && echo.Identifier != _identifier) return;
        var attempt = isReply ? _attempts.Find(echo.Sequence, ushort.MaxValue) : null;
        if (attempt is null || !IsAnswer(attempt, packet, echo, out var delay)) CountWhatItIs(packet, echo, attempt);
        else if (delay.Value > _options.Timeout) Interlocked.Increment(ref _late);
        else if (_attempts.TryTake(attempt)) attempt.Complete(Answered(attempt, delay));
    }

    public void OnError(in ReceivedError error)
    {
        if (!IcmpEcho.TryReadHeader(error.Quoted, out var echo) || (_socket.IsRaw && echo.Identifier != _identifier)) return;
        var attempt = _attempts.Find(echo.Sequence, ushort.MaxValue);
        if (attempt?.Session is not IcmpSession session || !session.Address.HasSameAddress(error.To)) return;
        if (!_attempts.TryTake(attempt)) return;
        // An unreachable has no delay of its own: it says nothing about the way to the target.
        lock (_gate) attempt.Complete(session.Attach(Measurement.Failed(NetworkReasons.ForError(error), NetworkReasons.CodeOf(error))));
    }

    private bool IsAnswer(Attempt attempt, in ReceivedPacket packet, in IcmpEcho echo, out Delay delay)
    {
        delay = Delay.Between(attempt.Sent, packet.At, packet.KernelTicks, _clock);
        return echo.Token == attempt.Token && attempt.Session is IcmpSession session && session.Address.HasSameAddress(packet.From)
            && delay.Value > TimeSpan.Zero; // an answer cannot be there before its question
    }

    private Measurement Answered(Attempt attempt, in Delay delay)
    {
        lock (_gate)
        {
            var session = (IcmpSession)attempt.Session!;
            _over.Add((ushort)attempt.Sequence, attempt.Token, session, answered: true);
            var flags = delay.Flags() | (session.NoteAnswer(attempt.Sequence) ? MeasurementFlags.Reordered : 0);
            return session.Attach(Measurement.Answered(delay.Value) with { Flags = flags });
        }
    }

    private void CountWhatItIs(in ReceivedPacket packet, in IcmpEcho echo, Attempt? attempt)
    {
        lock (_gate)
        {
            if (_over.TryFind(echo.Sequence, echo.Token, out var session, out var answered))
            {
                if (answered) session.CountDuplicate();
                else Interlocked.Increment(ref _late);
            }
            else if ((attempt?.Session as IcmpSession ?? SessionAt(packet.From)) is { } injured) injured.CountInvalid();
            else Interlocked.Increment(ref _foreign);
        }
    }

    private IcmpSession? SessionAt(in NativeAddress address)
    {
        foreach (var session in _sessions.Values)
        {
            if (session.Address.HasSameAddress(address)) return session;
        }

        return null;
    }
}

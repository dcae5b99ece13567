using System.Buffers.Binary;
using EdgeProbe.Probers.Sockets;
using EdgeProbe.Sockets;
using EdgeProbe.Stamp;

namespace EdgeProbe.Probers.Stamp;

/// <summary>What the reflector or the network answers, on the receive thread.</summary>
internal sealed partial class StampLink : IPacketReceiver
{
    private long _late;

    /// <summary>Answers after the timeout: not received in the sense of RFC 6673.</summary>
    public long Late => Interlocked.Read(ref _late);

    public void OnPacket(in ReceivedPacket packet)
    {
        // A reflector without RFC 8972 has zeros where the session's identifier would be.
        var isOurs = ReflectedPacket.TryRead(packet.Bytes, out var answer) && (answer.SessionId == _sessionId || answer.SessionId == 0);
        lock (_gate)
        {
            if (!isOurs) _invalid = Short(_invalid + 1);
            else Take(packet, answer);
        }
    }

    public void OnError(in ReceivedError error)
    {
        // The kernel quotes from the UDP payload on; a router that quotes less leaves the packet to its timeout.
        if (!BinaryPrimitives.TryReadUInt32BigEndian(error.Quoted, out var sequence)) return;
        if (_attempts.Find(sequence) is not { } attempt || !_attempts.TryTake(attempt)) return;
        attempt.Complete(Lost(attempt, Measurement.Failed(NetworkReasons.ForError(error), NetworkReasons.CodeOf(error))));
    }

    private void Take(in ReceivedPacket packet, in ReflectedPacket answer)
    {
        var attempt = _attempts.Find(answer.Sender.Sequence);
        if (attempt is null)
        {
            CountWithoutAttempt(answer);
            return;
        }

        var delay = Delay.Between(attempt.Sent, packet.At, packet.KernelTicks, _clock);
        if (answer.Sender.Timestamp != attempt.Token || delay.Value <= TimeSpan.Zero) _invalid = Short(_invalid + 1);
        else if (delay.Value > _options.Timeout) Interlocked.Increment(ref _late);
        else if (_attempts.TryTake(attempt)) attempt.Complete(Answered(attempt, packet, answer, delay));
    }

    private void CountWithoutAttempt(in ReflectedPacket answer)
    {
        var kind = _session.Answer(answer.Sender.Sequence, answer.Sequence);
        if (kind == ReplyKind.Duplicate) _duplicates = Short(_duplicates + 1);
        else if (kind == ReplyKind.Late) Interlocked.Increment(ref _late);
        else _invalid = Short(_invalid + 1);
    }

    private Measurement Answered(Attempt attempt, in ReceivedPacket packet, in ReflectedPacket answer, in Delay delay)
    {
        var kind = _session.Answer(attempt.Sequence, answer.Sequence);
        var received = packet.KernelTicks != 0 ? packet.KernelTicks : packet.At.WallTicks;
        return Attach(Measurement.Answered(OneWay.RoundTrip(delay, answer)) with
        {
            Flags = delay.Flags() | (kind == ReplyKind.Reordered ? MeasurementFlags.Reordered : 0),
            OneWay = delay.ClockStepped
                ? null
                : OneWay.Between(attempt.Sent.WallTicks, received, answer.Sender.Error, answer, _options.MaxClockError),
        });
    }
}

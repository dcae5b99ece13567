using EdgeProbe.Sockets;

namespace EdgeProbe.Stamp;

/// <summary>One packet in, at most one of the same size out, on the loop's thread.</summary>
public sealed partial class StampReflector
{
    // An Ethernet frame's worth: no sender needs more, and the answer must fit the same way back.
    private const int LongestPacket = 1500;
    private const int LowestSenderPort = 1024;

    // Reading the clock's quality is a system call, and it changes slowly.
    private static readonly TimeSpan QualityLife = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LeastRecentTable<SessionKey, ReflectedSession> _sessions;
    private readonly LeastRecentTable<NativeAddress, SourceBudget> _budgets;
    private readonly byte[] _answer = new byte[LongestPacket];
    private ErrorEstimate _error;
    private long _qualityReadAt;
    private long _received;
    private long _reflected;
    private long _malformed;
    private long _limited;
    private long _refused;
    private long _unsent;

    /// <summary>A consistent picture of the counters.</summary>
    public ReflectorCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return new ReflectorCounters(
                    _received, _reflected, _malformed, _limited, _refused, _unsent, _sessions.Count, _sessions.Evicted);
            }
        }
    }

    void IPacketReceiver.OnPacket(in ReceivedPacket packet)
    {
        lock (_gate)
        {
            _received++;
            if (packet.From.Port < LowestSenderPort || packet.From.Port == LocalPort) _refused++;
            else if (packet.Truncated || packet.Bytes.Length > LongestPacket || !SenderPacket.TryRead(packet.Bytes, out var sent)) _malformed++;
            else if (!_budgets.Use(packet.From.WithPort(0)).TrySpend(_options.PacketsPerSecond, _clock)) _limited++;
            else Reflect(packet, sent);
        }
    }

    // A sender that has gone says so by ICMP; its session ages out of the table.
    void IPacketReceiver.OnError(in ReceivedError error) { }

    private void Reflect(in ReceivedPacket packet, in SenderPacket sent)
    {
        var session = _sessions.Use(new SessionKey(packet.From, sent.SessionId));
        var answer = _answer.AsSpan(0, packet.Bytes.Length);
        packet.Bytes.CopyTo(answer);
        StampExtensions.Mark(answer[ReflectedPacket.Bytes..]);
        var reflected = new ReflectedPacket
        {
            Sequence = session.Next,
            Error = CurrentError(),
            SessionId = sent.SessionId,
            Received = StampTime.ToNtp(packet.KernelTicks != 0 ? packet.KernelTicks : packet.At.WallTicks),
            Sender = sent,
            SenderHopLimit = (byte)Math.Max(0, packet.HopLimit),
            Timestamp = StampTime.ToNtp(_clock.GetUtcNow().UtcTicks),
        };
        reflected.Write(answer);
        // Counted even when the kernel does not take it: to the sender that is a loss on the way back, and it is.
        session.Next++;
        if (_socket.SendFrom(packet.To, answer, packet.From) == Errno.None) _reflected++;
        else _unsent++;
    }

    private ErrorEstimate CurrentError()
    {
        if (_error.IsValid && _clock.GetElapsedTime(_qualityReadAt) < QualityLife) return _error;
        var quality = _quality.Read();
        _qualityReadAt = _clock.GetTimestamp();
        return _error = ErrorEstimate.From(quality.Synchronised, quality.MaxError);
    }

    private readonly record struct SessionKey(NativeAddress From, ushort SessionId);

    private sealed class ReflectedSession
    {
        public uint Next { get; set; }
    }
}

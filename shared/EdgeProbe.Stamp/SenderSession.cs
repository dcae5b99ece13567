namespace EdgeProbe.Stamp;

/// <summary>What an answer turned out to be.</summary>
public enum ReplyKind : byte { Answer, Reordered, Duplicate, Late, Unknown }

/// <summary>
/// The sender's bookkeeping of one session: which packets are under way, answered or lost, and from the reflector's own count on which
/// way they were lost. What is split is exactly what timed out: up plus down is never more than the losses before the last answer, and an
/// interval in which the reflector started anew is left unsplit. Against a stateless reflector, which repeats the sender's numbers, every
/// loss would look like one on the way back: use it only with a stateful one (RFC 8762 section 4.3). Not thread-safe.
/// </summary>
public sealed class SenderSession
{
    /// <summary>Packets that can be told apart: a packet a thousand back is forgotten.</summary>
    public const int Memory = 1024;

    private readonly Packet[] _packets = new Packet[Memory];
    private uint _next;
    private uint _settled;
    private uint _highestAnswered;
    private bool _answeredAny;
    private Checkpoint _since = Checkpoint.Fresh;
    private int _up;
    private int _down;

    private enum State : byte { None, UnderWay, Answered, Lost, NotSent }

    /// <summary>Gives the next packet its number, from 0.</summary>
    public uint Begin()
    {
        var sequence = _next++;
        _packets[sequence % Memory] = new Packet(sequence, State.UnderWay, 0);
        // A packet that nobody ever settled is in the way no longer.
        if (_next - _settled > Memory) SettleOldest();
        return sequence;
    }

    /// <summary>The kernel did not take the packet: the reflector cannot have counted it.</summary>
    public void NotSent(uint sequence) => Settle(sequence, State.NotSent, 0);

    /// <summary>No answer before the timeout.</summary>
    public void TimedOut(uint sequence) => Settle(sequence, State.Lost, 0);

    /// <summary>Takes an answer to the packet with this number, which bears the reflector's own number.</summary>
    public ReplyKind Answer(uint sequence, uint reflectorSequence)
    {
        ref var packet = ref _packets[sequence % Memory];
        if (packet.State == State.None || packet.Sequence != sequence) return ReplyKind.Unknown;
        if (packet.State == State.Answered)
        {
            // The same number of the reflector's: copied on the way back. Another: it was copied on the way out and reflected twice.
            if (packet.Reflector != reflectorSequence) _since.Copies++;
            return ReplyKind.Duplicate;
        }

        if (packet.State != State.UnderWay) return ReplyKind.Late;
        Settle(sequence, State.Answered, reflectorSequence);
        if (_answeredAny && (int)(sequence - _highestAnswered) < 0) return ReplyKind.Reordered;
        (_highestAnswered, _answeredAny) = (sequence, true);
        return ReplyKind.Answer;
    }

    /// <summary>The losses that have been split since the last call.</summary>
    public (int Up, int Down) TakeLoss()
    {
        var split = (_up, _down);
        (_up, _down) = (0, 0);
        return split;
    }

    private void Settle(uint sequence, State state, uint reflector)
    {
        ref var packet = ref _packets[sequence % Memory];
        if (packet.Sequence != sequence || packet.State != State.UnderWay) return;
        packet = new Packet(sequence, state, reflector);
        while (_settled != _next && _packets[_settled % Memory].State != State.UnderWay) SettleOldest();
    }

    // In the order of sending, so that when an answer's turn comes the fate of all before it is known.
    private void SettleOldest()
    {
        var packet = _packets[_settled % Memory];
        _settled++;
        if (packet.State == State.NotSent) _since.NotSent++;
        else if (packet.State == State.Answered) Split(packet);
        else _since.Lost++;
    }

    // Between two answers the sender sent so many, the reflector counted so many: what it did not count was lost on the way to it.
    private void Split(in Packet answered)
    {
        var sent = (int)(answered.Sequence - _since.Sequence) - _since.NotSent;
        var reflected = (int)(answered.Reflector - _since.Reflector) - _since.Copies;
        var isOneCount = reflected > 0 && reflected <= sent;
        if (isOneCount && _since.Lost > 0)
        {
            var up = Math.Min(sent - reflected, _since.Lost);
            _up += up;
            _down += _since.Lost - up;
        }

        _since = new Checkpoint(answered.Sequence, answered.Reflector);
    }

    private readonly record struct Packet(uint Sequence, State State, uint Reflector);

    // The last answer that was split at, and what happened since.
    private record struct Checkpoint(uint Sequence, uint Reflector)
    {
        public int Lost { get; set; }

        public int NotSent { get; set; }

        public int Copies { get; set; }

        // Both ends begin at zero: the packet before the first has the number -1.
        public static Checkpoint Fresh => new(uint.MaxValue, uint.MaxValue);
    }
}

using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Icmp;

/// <summary>What is kept of one test over its attempts. Guarded by the channel's lock.</summary>
internal sealed class IcmpSession(NativeAddress address)
{
    private const uint Nothing = 0;
    private uint _highestAnswered;
    private ushort _duplicates;
    private ushort _invalid;

    public NativeAddress Address { get; set; } = address;

    public void CountDuplicate() => _duplicates = Counted(_duplicates);

    public void CountInvalid() => _invalid = Counted(_invalid);

    /// <summary>Takes note that this number was answered; true when a later one had been answered before.</summary>
    public bool NoteAnswer(uint sequence)
    {
        // Numbers from one on, so that nothing answered yet is lower than all; the difference is right across the wrap.
        var number = sequence + 1;
        if (_highestAnswered != Nothing && (int)(number - _highestAnswered) < 0) return true;
        _highestAnswered = number;
        return false;
    }

    /// <summary>Gives the measurement what has been counted since the one before.</summary>
    public Measurement Attach(in Measurement measurement)
    {
        var attached = measurement with { Duplicates = _duplicates, Invalid = _invalid };
        (_duplicates, _invalid) = (0, 0);
        return attached;
    }

    private static ushort Counted(ushort count) => count == ushort.MaxValue ? count : (ushort)(count + 1);
}

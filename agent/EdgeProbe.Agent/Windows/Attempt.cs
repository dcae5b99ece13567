namespace EdgeProbe.Agent.Windows;

/// <summary>How one attempt of a window ended.</summary>
internal enum AttemptEnd : byte { Pending, Answered, Lost, Failed, NotMade }

/// <summary>One attempt in order of its start: enough for runs of losses and for differences of successive delays.</summary>
internal struct Attempt
{
    public AttemptEnd End;
    public byte Slot;
    public bool Succeeded;
    public uint Delay;
}

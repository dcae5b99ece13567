namespace EdgeProbe;

/// <summary>A fixed interval of time, aligned to the Unix epoch and half open: <c>[Start, Start + Length)</c>, in milliseconds.</summary>
public readonly record struct Window(long StartMs, int LengthMs)
{
    /// <summary>Ten seconds: two slots, and six windows a minute.</summary>
    public const int DefaultLengthMs = 10_000;

    /// <summary>Length of a slot of the availability rule in milliseconds (scoring profile 1).</summary>
    public const int SlotMs = 5_000;

    public long EndMs => StartMs + LengthMs;

    public int Slots => LengthMs / SlotMs;

    public static Window Containing(long unixMs, int lengthMs = DefaultLengthMs) =>
        new(unixMs - (((unixMs % lengthMs) + lengthMs) % lengthMs), lengthMs);

    public Window Next() => this with { StartMs = EndMs };
}

/// <summary>What a slot of five seconds says of one target.</summary>
public enum SlotState : byte
{
    /// <summary>No attempt was made; never counts as up or down.</summary>
    Unknown = 0,
    Good = 1,

    /// <summary>More than half of the attempts were lost.</summary>
    Bad = 2,
}

/// <summary>One slot of one target with the attempts it stands on, so that the collector can apply the rule over several targets.</summary>
public readonly record struct Slot(SlotState State, int Attempts);

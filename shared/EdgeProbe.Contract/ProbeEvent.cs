namespace EdgeProbe.Contract;

/// <summary>Something that cannot wait for the next batch.</summary>
public sealed record ProbeEvent
{
    public required ulong StoreEpoch { get; init; }

    public required ulong Session { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>What happened, from a list that only grows: "target/down", "target/up", "spool/dropped", "clock/unsynced".</summary>
    public required string Name { get; init; }

    /// <summary>What it happened to: a target's name; empty for the probe itself.</summary>
    public string Subject { get; init; } = "";

    /// <summary>One sentence for a person.</summary>
    public string Text { get; init; } = "";
}

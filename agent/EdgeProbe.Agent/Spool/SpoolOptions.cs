namespace EdgeProbe.Agent.Spool;

/// <summary>Where a spool lies and how large it may get; the settings' ranges and reasons apply.</summary>
internal sealed record SpoolOptions
{
    public required string Directory { get; init; }

    /// <summary>All segment files together, copies of damaged ones included.</summary>
    public long MaxBytes { get; init; } = 16 << 20;

    public long MaxMemoryBytes { get; init; } = 1 << 20;

    /// <summary>How long a batch waits for its acknowledgement before it is written.</summary>
    public TimeSpan WriteAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A segment is left for a new one at this size: small enough that giving one up loses little.</summary>
    public long SegmentBytes => Math.Clamp(MaxBytes / 16, 64 << 10, 1 << 20);

    /// <summary>How often the disk task looks; five seconds keep a batch at most that much longer in memory.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(5);
}

namespace EdgeProbe.Agent.Commands;

/// <summary>What <c>edgeprobe status --json</c> prints: how the running agent is, as of <see cref="Time"/>. Fields are added, never renamed.</summary>
internal sealed record StatusDocument
{
    public required DateTimeOffset Time { get; init; }

    public required string Version { get; init; }

    public required string Tenant { get; init; }

    public required string Probe { get; init; }

    public required int Pid { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required LinkStatusDocument Link { get; init; }

    public required SpoolStatusDocument Spool { get; init; }

    public required SampleStatusDocument Samples { get; init; }

    public required PassiveStatusDocument Passive { get; init; }

    public required IReadOnlyList<TestStatusDocument> Tests { get; init; }

    public required string Clock { get; init; }

    public required uint ClockErrorMicroseconds { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public required long ResidentBytes { get; init; }

    public required long AnonymousBytes { get; init; }
}

internal sealed record LinkStatusDocument(string Status, DateTimeOffset Since, string? Problem, int CollectorsOnline, DateTimeOffset? LastAck);

internal sealed record SpoolStatusDocument(long Depth, long MemoryBytes, long DiskBytes, long Dropped, long Damaged, string? Problem);

/// <summary>Samples since the start. Published counts those sent again; withheld, late and refused are attempts that no sample speaks of.</summary>
internal sealed record SampleStatusDocument(
    long Measured, long Published, long Stored, long ResentBatches, long Withheld, long AfterClose, long LimitReached, long EventsDropped, long Malformed);

internal sealed record TestStatusDocument(
    uint Alias, string Kind, string Segment, string Target, string Endpoint, string Family, DateTimeOffset? WindowStart,
    uint Sent, uint Received, uint NotAttempted, double? P50Ms, string? Reason);

/// <summary>
/// The capture: <paramref name="State"/> is off, capturing or cannot. Late and withheld are observations, dropped windows were taken by nobody,
/// too few are attempts and windows' counters that spoke of too few packets to leave the box.
/// </summary>
internal sealed record PassiveStatusDocument(
    string State, string? Device, string? Problem, long FramesReceived, long FramesDropped, long ObservationsDropped, long SampledOut, int SampleShift,
    long Late, long Withheld, long WindowsDropped, long TooFew);

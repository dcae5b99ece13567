namespace EdgeProbe.Contract;

/// <summary>
/// What the collector has stored of one epoch, like TCP's selective acknowledgement (RFC 2018): everything below <see cref="UpTo"/>, and
/// the ranges above it. Only this frees a sample on the probe.
/// </summary>
public sealed record Ack
{
    public required ulong StoreEpoch { get; init; }

    /// <summary>The first sequence number not known to be stored.</summary>
    public required ulong UpTo { get; init; }

    /// <summary>Stored besides, ascending, apart from each other and above <see cref="UpTo"/>.</summary>
    public IReadOnlyList<SequenceRange> Ranges { get; init; } = [];
}

/// <summary>Sequence numbers from <paramref name="From"/> up to but without <paramref name="To"/>.</summary>
public readonly record struct SequenceRange(ulong From, ulong To);

namespace EdgeProbe;

/// <summary>
/// Samples with consecutive sequence numbers, as they travel in one message. Sample <c>k</c> has the number <c>FirstSequence + k</c>,
/// which is never reused within a <see cref="StoreEpoch"/>.
/// </summary>
public sealed record Batch
{
    /// <summary>Random, made together with the spool: a new card is a new epoch.</summary>
    public required ulong StoreEpoch { get; init; }

    public required ulong FirstSequence { get; init; }

    /// <summary>The revision of the birth that defines the samples' aliases.</summary>
    public required uint ConfigRevision { get; init; }

    public ClockStamp Clock { get; init; }

    /// <summary>Samples that were overwritten unsent just before this batch: a hole that is declared, not discovered.</summary>
    public ulong DroppedBefore { get; init; }

    /// <summary>Sent again, or later than live: the collector raises no alarm for the past.</summary>
    public bool Replay { get; init; }

    public required IReadOnlyList<Sample> Samples { get; init; }

    public ulong EndSequence => FirstSequence + (ulong)Samples.Count;
}

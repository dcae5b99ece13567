namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>
/// A batch that was accepted: the samples that hold water, each with its own sequence number, and those set aside. All numbers from
/// <see cref="FirstSequence"/> up to <see cref="EndSequence"/> are settled by one or the other.
/// </summary>
internal sealed record DecodedBatch
{
    public required ulong StoreEpoch { get; init; }

    public required ulong FirstSequence { get; init; }

    /// <summary>The first number after this batch.</summary>
    public required ulong EndSequence { get; init; }

    public required uint ConfigRevision { get; init; }

    public ClockStamp Clock { get; init; }

    /// <summary>Samples that the probe had to overwrite just before <see cref="FirstSequence"/>.</summary>
    public ulong DroppedBefore { get; init; }

    public bool Replay { get; init; }

    public int WindowMs { get; init; }

    public required IReadOnlyList<SequencedSample> Samples { get; init; }

    public required IReadOnlyList<QuarantinedSample> Quarantined { get; init; }

    /// <summary>Fields that this version does not know; a newer agent speaks.</summary>
    public int UnknownFields { get; init; }

    /// <summary>Enum values that this version does not know; each is kept as Other.</summary>
    public int UnknownValues { get; init; }
}

internal readonly record struct SequencedSample(ulong Sequence, Sample Sample);

/// <summary>A sample that contradicts itself, with one sentence that says how.</summary>
internal sealed record QuarantinedSample(ulong Sequence, uint Test, QuarantineReason Reason, string Explanation);

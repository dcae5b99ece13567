namespace EdgeProbe.Agent.Spool;

/// <summary>
/// Samples that the collector has not yet called stored, as encoded batches. Loses only what <see cref="SpoolCounters.Dropped"/> counts, and
/// each hole is declared by the batch behind it. Safe for use from several threads; appending never waits for a disk.
/// </summary>
internal interface ISpool : IAsyncDisposable
{
    /// <summary>Random, made together with the spool; numbers are never used twice within one.</summary>
    ulong StoreEpoch { get; }

    SpoolCounters Counters { get; }

    /// <summary>Takes a copy of the samples, which may be reused afterwards, and gives the number of the first.</summary>
    ulong Append(IReadOnlyList<Sample> samples, uint configRevision, ClockStamp clock);

    /// <summary>Lends the oldest batch that is not lent already; null when there is none.</summary>
    SpoolFrame? TakeOldest();

    /// <summary>Lends the newest batch that was never lent and is not older than that; null when there is none.</summary>
    SpoolFrame? TakeFresh(TimeSpan oldest);

    /// <summary>The encoded batch; null when it could not be read back: then it is counted as damaged and its hole is declared.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(SpoolFrame frame, CancellationToken cancellation);

    /// <summary>Gives a lent batch back, unstored: it will be lent again.</summary>
    void Release(SpoolFrame frame);

    /// <summary>Frees the batches that lie wholly in <c>[from, to)</c> and says how many samples that were.</summary>
    long Confirm(ulong storeEpoch, ulong from, ulong to);
}

/// <summary>How full the spool is and what it has lost.</summary>
internal readonly record struct SpoolCounters
{
    /// <summary>Samples waiting.</summary>
    public long Depth { get; init; }

    public long MemoryBytes { get; init; }

    public long DiskBytes { get; init; }

    /// <summary>Samples given up because the spool was full or unreadable, since the start.</summary>
    public long Dropped { get; init; }

    /// <summary>Stretches of spool files that did not check, since the start; copies are kept aside.</summary>
    public long Damaged { get; init; }

    public ulong NextSequence { get; init; }

    /// <summary>Why samples are kept in memory alone, in one sentence; null while the disk is well.</summary>
    public string? Problem { get; init; }
}

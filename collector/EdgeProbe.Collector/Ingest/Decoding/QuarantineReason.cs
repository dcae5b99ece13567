namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>Why one sample is set aside while the others of its batch are kept. Closed, so that it can be a metric's label.</summary>
internal enum QuarantineReason : byte
{
    NoTest,
    MoreAnsweredThanSent,
    CountsDoNotAddUp,
    SpansOverlap,
    SpansDoNotMatchCounts,
    BucketOutOfRange,
    UnknownSketchScale,
    DelayBoundsOutOfOrder,
    DelayBoundsOutsideSketch,
    IpdvWithoutTwoAnswers,
    SlotsBeyondWindow,
    ValueOutOfRange,

    /// <summary>The counts of a passive series are no pairs by ascending numbers.</summary>
    CountersMalformed,
    FromTheFuture,
}

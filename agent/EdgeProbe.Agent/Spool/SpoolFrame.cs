namespace EdgeProbe.Agent.Spool;

/// <summary>One encoded batch and where it lies. Its counters belong to the queue, under the queue's lock.</summary>
internal sealed class SpoolFrame
{
    // What the object, its list node and its array cost beside the payload.
    private const int Overhead = 160;

    public required ulong FirstSequence { get; init; }

    public required uint Count { get; init; }

    public ulong EndSequence => FirstSequence + Count;

    /// <summary>The birth revision that was encoded into it.</summary>
    public required uint ConfigRevision { get; init; }

    /// <summary>Monotonic time of its making; null when an earlier run made it.</summary>
    public long? AppendedAt { get; init; }

    /// <summary>Samples given up just before this batch.</summary>
    public ulong DroppedBefore { get; internal set; }

    /// <summary>How often it was lent: above one, it is being sent again.</summary>
    public int TimesTaken { get; internal set; }

    /// <summary>What <see cref="DroppedBefore"/> was when it was last lent: a hole grown since then is still undeclared.</summary>
    internal ulong DeclaredBefore { get; set; }

    /// <summary>Whether it is lent: false after it was given back, or freed, or must be lent again to declare a hole.</summary>
    public bool IsLent => IsTaken && !IsGone;

    internal bool IsTaken { get; set; }

    internal bool IsGone { get; set; }

    /// <summary>The encoded batch; null once it is on disk.</summary>
    internal byte[]? Payload { get; set; }

    internal FramePlace? Place { get; set; }

    internal int MemoryBytes => Overhead + (Payload?.Length ?? 0);
}

/// <summary>Where a frame lies on disk.</summary>
internal sealed record FramePlace(SegmentFile Segment, long Offset, int Length);

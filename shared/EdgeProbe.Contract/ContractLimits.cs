namespace EdgeProbe.Contract;

/// <summary>
/// What a message may hold. The collector checks these before it allocates, the agent keeps well inside them. They only ever grow: an
/// agent in the field must never be cut off by a newer collector.
/// </summary>
public static class ContractLimits
{
    /// <summary>Largest message as published, in bytes: what a broker set up by us lets through (max_packet_size 65536).</summary>
    public const int MaxPayloadBytes = 64 * 1024;

    /// <summary>Largest message that an agent makes, in bytes: the broker's limit counts topic and properties as well.</summary>
    public const int MaxEncodedBytes = 60 * 1024;

    /// <summary>Largest message after inflating, in bytes.</summary>
    public const int MaxInflatedBytes = 256 * 1024;

    /// <summary>How many times larger a message may get by inflating. Honest batches stay under 4.</summary>
    public const int MaxInflation = 50;

    /// <summary>A batch above this many bytes is deflated when that makes it smaller; below, the gain is not worth the work.</summary>
    public const int DeflateAboveBytes = 200;

    public const int MaxSamples = 2_000;

    /// <summary>Runs of neighbouring buckets of one sketch.</summary>
    public const int MaxSpans = 64;

    /// <summary>Buckets of one sketch, as written: the empty ones inside a span count.</summary>
    public const int MaxCounts = 512;

    /// <summary>Slots of one sample: an hour.</summary>
    public const int MaxSlots = 720;

    /// <summary>Pairs of number and value of one passive sample.</summary>
    public const int MaxCounters = Counters.Capacity;

    /// <summary>
    /// The largest count of a window, 2^53: the largest whole number up to which JSON, line protocol and a database of floats keep every one.
    /// </summary>
    public const ulong MaxCounterValue = 1UL << 53;

    /// <summary>Length of a window in milliseconds.</summary>
    public const int MinWindowMs = 1_000;

    public const int MaxWindowMs = 3_600_000;

    /// <summary>Bytes of one sample at all the limits above; no sample can be larger.</summary>
    public const int MaxSampleBytes = 8 * 1024;

    public const int MaxTests = 1_000;

    /// <summary>Characters of a name, an endpoint, a reason or a sentence.</summary>
    public const int MaxTextLength = 1_024;

    public const int MaxParameters = 64;

    public const int MaxCapabilities = 64;

    public const int MaxAckRanges = 1_024;

    /// <summary>A window that begins later than this after the collector's own time is not believed.</summary>
    public static readonly TimeSpan MaxFuture = TimeSpan.FromMinutes(10);
}

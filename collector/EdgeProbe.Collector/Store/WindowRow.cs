using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store;

/// <summary>
/// One sample with all that says whose it is. Its place in a store is (probe, test, start of the window): writing it again changes nothing,
/// and another row for the same place replaces it.
/// </summary>
public sealed record WindowRow
{
    public required ProbeId Probe { get; init; }

    /// <summary>Where the probe stood; empty when it has not said.</summary>
    public string Site { get; init; } = "";

    public required TestKey Test { get; init; }

    public required ulong StoreEpoch { get; init; }

    public required ulong Sequence { get; init; }

    /// <summary>False when nothing vouches for the wall-clock time of the window: kept and shown, never scored.</summary>
    public bool TimeTrusted { get; init; } = true;

    public required Sample Sample { get; init; }

    public long StartMs => Sample.Window.StartMs;

    public long EndMs => Sample.Window.EndMs;

    /// <summary>Whether the other row says exactly the same of the same window.</summary>
    public bool SaysTheSameAs(WindowRow other) =>
        Test == other.Test && Sample.Window == other.Sample.Window
        && SampleFields.Read(Sample).SequenceEqual(SampleFields.Read(other.Sample))
        && SketchBytes.Write(Sample.Delays).AsSpan().SequenceEqual(SketchBytes.Write(other.Sample.Delays));
}

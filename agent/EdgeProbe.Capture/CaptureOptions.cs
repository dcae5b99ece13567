using System.Net;

namespace EdgeProbe.Capture;

/// <summary>What is captured, whose side is whose, and how much memory it may take. Immutable.</summary>
public sealed record CaptureOptions
{
    /// <summary>The interface to capture on, by its name ("eth0"). One interface: on "any" each packet is seen twice.</summary>
    public required string Device { get; init; }

    /// <summary>The networks of the home; empty for the private ranges (RFC 1918, RFC 4193, RFC 6598, link-local).</summary>
    public IReadOnlyList<IPNetwork> HomeNetworks { get; init; } = [];

    /// <summary>The probe's own addresses: its own measurements are left out and counted.</summary>
    public IReadOnlyList<IPAddress> OwnAddresses { get; init; } = [];

    /// <summary>Kernel ring in bytes. 1 MiB to 64 MiB; default 4 MiB, as long as half a second at 20,000 packets a second.</summary>
    public int RingBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Observations under way to the flow stage, in bytes; above it the newest are dropped and counted. Default 2 MiB.</summary>
    public int PipeBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Established flows remembered at once, the least recently used given up first. 256 to 65,536; default 4,608.</summary>
    public int Flows { get; init; } = 4608;

    /// <summary>What the customer's line can carry in bytes a second; a second counts as loaded from 60 % of it on. 0: learned.</summary>
    public long LineUpBytes { get; init; }

    public long LineDownBytes { get; init; }
}

/// <summary>What the capture has lost and left out so far. Counters only grow.</summary>
public readonly record struct CaptureCounters
{
    /// <summary>Frames that the filter accepted, as the kernel counts them.</summary>
    public long FramesReceived { get; init; }

    /// <summary>Frames that the kernel dropped because its ring was full, and that the interface dropped.</summary>
    public long FramesDropped { get; init; }

    /// <summary>Observations dropped because the flow stage did not keep up.</summary>
    public long ObservationsDropped { get; init; }

    /// <summary>Packets of flows that were left out of the sample while a core could not keep up.</summary>
    public long SampledOut { get; init; }

    /// <summary>One in 2^SampleShift flows is analysed now; 0 is all of them.</summary>
    public int SampleShift { get; init; }

    public long Packets { get; init; }
}

/// <summary>Capturing is not possible here: the message says what, why, and the remedy.</summary>
public sealed class CaptureException(CaptureProblem problem, string message) : Exception(message)
{
    public CaptureProblem Problem => problem;
}

public enum CaptureProblem : byte
{
    /// <summary>libpcap is not installed.</summary>
    NoLibrary,
    NoPermission,
    NoSuchDevice,
    DeviceDown,
    UnsupportedLink,

    /// <summary>The file is not there, cannot be read or is no capture.</summary>
    Unreadable,
    Empty,
    Other,
}

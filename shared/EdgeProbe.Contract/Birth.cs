namespace EdgeProbe.Contract;

/// <summary>What a probe says of itself, retained by the broker: who it is, and what each test alias in its samples stands for.</summary>
public sealed record Birth
{
    public required string AgentVersion { get; init; }

    public required ulong StoreEpoch { get; init; }

    /// <summary>Grows with every connection of this probe; a state of an older session is ignored.</summary>
    public required ulong Session { get; init; }

    /// <summary>Grows whenever a test is added. An alias keeps its meaning within an epoch.</summary>
    public required uint ConfigRevision { get; init; }

    public int WindowMs { get; init; } = Window.DefaultLengthMs;

    public IReadOnlyList<TestDescription> Tests { get; init; } = [];

    /// <summary>What the probe can do on this box: "icmp-datagram", "icmp-raw", "kernel-timestamps", "ipv6".</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public ClockStamp Clock { get; init; }

    /// <summary>Model and processor, as the device tree or DMI says; empty when neither does.</summary>
    public string Hardware { get; init; } = "";

    public string Site { get; init; } = "";
}

/// <summary>One test of a probe's plan.</summary>
public sealed record TestDescription
{
    /// <summary>The number that stands for this test in samples; from 1, so that it is never absent on the wire.</summary>
    public required uint Alias { get; init; }

    public required Kind Kind { get; init; }

    public Segment Segment { get; init; }

    /// <summary>The name people know it by.</summary>
    public required string Target { get; init; }

    /// <summary>Host, host:port or URL.</summary>
    public string Endpoint { get; init; } = "";

    public IpFamily Family { get; init; }

    public TimeSpan Period { get; init; }

    /// <summary>Whatever else makes the test what it is (the resolver asked, the expected body); no secrets.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}

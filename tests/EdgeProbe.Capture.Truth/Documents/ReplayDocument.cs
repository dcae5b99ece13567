namespace EdgeProbe.Capture.Truth.Documents;

/// <summary>The document of docs/replay.md, as the harness reads it. Times are microseconds; null is "not measured".</summary>
public sealed record ReplayDocument
{
    public string Format { get; init; } = "";

    public Totals Totals { get; init; } = new();

    public IReadOnlyList<Connection> Connections { get; init; } = [];

    public Dns Dns { get; init; } = new();

    public IReadOnlyList<TlsHello> Tls { get; init; } = [];

    public IReadOnlyList<QuicConnection> Quic { get; init; } = [];

    public IReadOnlyList<RtpStream> Rtp { get; init; } = [];

    public Icmp Icmp { get; init; } = new();

    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();
}

public sealed record Totals
{
    public long Frames { get; init; }

    public long BytesIp { get; init; }

    public bool Truncated { get; init; }

    public string LinkType { get; init; } = "";

    public PacketCounts Packets { get; init; } = new();

    public long OneSidedFlows { get; init; }

    public bool Misplaced { get; init; }
}

public sealed record PacketCounts
{
    public long Tcp { get; init; }

    public long Udp { get; init; }

    public long Dns { get; init; }

    public long Icmp { get; init; }

    public long OtherIp { get; init; }

    public long NotIp { get; init; }
}

/// <summary>Delays of one kind. Percentiles by nearest rank.</summary>
public sealed record Delays
{
    public long N { get; init; }

    public double? MinUs { get; init; }

    public double? P50Us { get; init; }

    public double? P95Us { get; init; }

    public double? MaxUs { get; init; }
}

public sealed record BySide<T>
    where T : new()
{
    public T Wan { get; init; } = new();

    public T Lan { get; init; } = new();
}

public sealed record Icmp
{
    public Echo Echo { get; init; } = new();

    public IReadOnlyDictionary<string, long> Errors { get; init; } = new Dictionary<string, long>();
}

public sealed record Echo
{
    public long Requests { get; init; }

    public long Answered { get; init; }

    public long Timeouts { get; init; }

    public long Duplicates { get; init; }

    public Delays Wan { get; init; } = new();

    public Delays Lan { get; init; } = new();

    public Delays Unknown { get; init; } = new();
}

namespace EdgeProbe.Capture.Truth.Documents;

public sealed record Dns
{
    public long Queries { get; init; }

    public long Answered { get; init; }

    public long Timeouts { get; init; }

    public long Retries { get; init; }

    public long DuplicateAnswers { get; init; }

    public long UnaskedAnswers { get; init; }

    public IReadOnlyDictionary<string, long> Rcodes { get; init; } = new Dictionary<string, long>();

    public Delays TimeUs { get; init; } = new();

    public IReadOnlyList<DnsTransaction> Transactions { get; init; } = [];
}

public sealed record DnsTransaction
{
    public string Client { get; init; } = "";

    public string Resolver { get; init; } = "";

    public string Protocol { get; init; } = "";

    public double StartUs { get; init; }

    public double? TimeUs { get; init; }

    public string? Rcode { get; init; }

    public string Outcome { get; init; } = "";

    public long Retries { get; init; }
}

public sealed record TlsHello
{
    public string Client { get; init; } = "";

    public string Server { get; init; } = "";

    public double StartUs { get; init; }

    public double? HelloUs { get; init; }

    public bool HelloRetry { get; init; }

    public long Alerts { get; init; }
}

public sealed record QuicConnection
{
    public string Client { get; init; } = "";

    public string Server { get; init; } = "";

    public string ClientSide { get; init; } = "";

    public double StartUs { get; init; }

    public ConnectTimes Handshake { get; init; } = new();

    public Spin Spin { get; init; } = new();

    public double? ToServerUs => ClientSide == "wan" ? Handshake.LanUs : Handshake.WanUs;

    public double? ToClientUs => ClientSide == "wan" ? Handshake.WanUs : Handshake.LanUs;

    public Pair Pair => Pair.Of(Endpoint.Parse(Client), Endpoint.Parse(Server));
}

public sealed record Spin
{
    public string State { get; init; } = "";

    public ByEnd Edges { get; init; } = new();

    public long Rejected { get; init; }

    public Delays Wan { get; init; } = new();

    public Delays Lan { get; init; } = new();
}

public sealed record RtpStream
{
    public string Source { get; init; } = "";

    public string Destination { get; init; } = "";

    public string Ssrc { get; init; } = "";

    public int PayloadType { get; init; }

    /// <summary>Hertz; null when nothing says it.</summary>
    public int? ClockRate { get; init; }

    public string Identified { get; init; } = "";

    public long Packets { get; init; }

    public long Received { get; init; }

    public long Lost { get; init; }

    public long Duplicates { get; init; }

    public long Reordered { get; init; }

    public long Restarts { get; init; }

    public double? JitterUs { get; init; }
}

namespace EdgeProbe.Testing.Captures;

/// <summary>A TCP connection that carries data one way.</summary>
public sealed record TransferOptions
{
    public PathOptions Path { get; init; } = new();

    public int Segments { get; init; } = 400;

    public int SegmentBytes { get; init; } = 1380;

    /// <summary>Segments under way at once.</summary>
    public int Window { get; init; } = 20;

    /// <summary>The home sends the data, not the far host.</summary>
    public bool Upload { get; init; }

    /// <summary>The far host opens the connection to a server in the home.</summary>
    public bool Inbound { get; init; }

    public bool Timestamps { get; init; } = true;

    public bool Sack { get; init; } = true;

    /// <summary>How long an acknowledgment waits for a second segment; 0 for none.</summary>
    public long DelayedAckNs { get; init; } = 40 * Simulation.Millisecond;

    public long RetransmissionTimerNs { get; init; } = 250 * Simulation.Millisecond;

    /// <summary>First sequence number of both sides; null for chance.</summary>
    public uint? FirstSequence { get; init; }

    /// <summary>What both sides' timestamps begin with; null for chance.</summary>
    public uint? FirstTimestamp { get; init; }

    /// <summary>Keep-alives that the client sends half a second after the data, each answered.</summary>
    public int KeepAlives { get; init; }

    public bool V6 { get; init; }

    public int ClientPort { get; init; } = 51_000;
}

/// <summary>What the simulation knows of a transfer.</summary>
public sealed record TransferTruth
{
    /// <summary>SYN to SYN-ACK and SYN-ACK to ACK at the probe.</summary>
    public long ToServerNs { get; init; }

    public long ToClientNs { get; init; }

    public int LostWan { get; init; }

    public int LostLan { get; init; }

    /// <summary>Data segments that the probe saw although they had been acknowledged there: sent again for nothing.</summary>
    public int Spurious { get; init; }

    /// <summary>Data segments sent again, for whatever reason.</summary>
    public int SentAgain { get; init; }

    public int KeepAlives { get; init; }

    /// <summary>Of data that passed the probe once, to the ACK that ends with it; in nanoseconds.</summary>
    public IReadOnlyList<long> DataRttNs { get; init; } = [];

    public long PayloadBytes { get; init; }
}

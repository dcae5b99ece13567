namespace EdgeProbe.Capture.Truth.Documents;

/// <summary>One TCP connection of the document.</summary>
public sealed record Connection
{
    public string Client { get; init; } = "";

    public string Server { get; init; } = "";

    public string ClientSide { get; init; } = "";

    public string Sides { get; init; } = "";

    public double StartUs { get; init; }

    public ByEnd Packets { get; init; } = new();

    public ByEnd PayloadBytes { get; init; } = new();

    public string Handshake { get; init; } = "";

    public ConnectTimes Connect { get; init; } = new();

    public long Syn { get; init; }

    public long SynAck { get; init; }

    public bool Ambiguous { get; init; }

    public BySide<Delays> Rtt { get; init; } = new();

    public BySide<Lost> Loss { get; init; } = new();

    public BySide<long> Reordered { get; init; } = new();

    public BySide<long> Spurious { get; init; } = new();

    public long KeepAlive { get; init; }

    public long ZeroWindow { get; init; }

    public long MirrorDuplicate { get; init; }

    public long UnseenBytes { get; init; }

    public long Rst { get; init; }

    public long Fin { get; init; }

    public bool OneSided { get; init; }

    public long Voided { get; init; }

    public long Impossible { get; init; }

    /// <summary>An inbound connection: the server is in the home. A side that nothing vouches for is taken as the document says, client at home.</summary>
    public bool ServerIsHome => ClientSide == "wan";

    /// <summary>SYN to SYN-ACK: probe to the server and back.</summary>
    public double? ToServerUs => ServerIsHome ? Connect.LanUs : Connect.WanUs;

    /// <summary>SYN-ACK to ACK: probe to the client and back.</summary>
    public double? ToClientUs => ServerIsHome ? Connect.WanUs : Connect.LanUs;

    /// <summary>Round-trip times of what the client sent and the server acknowledged.</summary>
    public Delays RttToServer => ServerIsHome ? Rtt.Lan : Rtt.Wan;

    public Delays RttToClient => ServerIsHome ? Rtt.Wan : Rtt.Lan;

    public Pair Pair => Pair.Of(Endpoint.Parse(Client), Endpoint.Parse(Server));
}

public sealed record ByEnd
{
    public long Client { get; init; }

    public long Server { get; init; }
}

public sealed record ConnectTimes
{
    public double? WanUs { get; init; }

    public double? LanUs { get; init; }

    public double? FullUs { get; init; }
}

public sealed record Lost
{
    public long Segments { get; init; }

    public long Bytes { get; init; }
}

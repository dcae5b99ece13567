using EdgeProbe.Capture.Truth.Documents;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>What other analysers say of a capture, each by its own definitions. Times are microseconds.</summary>
internal sealed record CaptureTruth
{
    public long Frames { get; init; }

    public IReadOnlyList<ConnectionTruth> Connections { get; init; } = [];

    /// <summary>By tcptrace, which may split connections otherwise than tshark; empty when it cannot read the file.</summary>
    public IReadOnlyList<RttTruth> Rtt { get; init; } = [];

    public DnsTruth Dns { get; init; } = new();

    public IReadOnlyList<TlsTruth> Tls { get; init; } = [];

    public IReadOnlyList<QuicTruth> Quic { get; init; } = [];

    public EchoTruth Echo { get; init; } = new();

    /// <summary>Streams that signalling names: of those that were only guessed nobody knows.</summary>
    public IReadOnlyList<RtpTruth> Rtp { get; init; } = [];
}

/// <summary>A TCP connection as tshark numbers them.</summary>
internal sealed record ConnectionTruth(Endpoint Client, Endpoint Server)
{
    public int Syn { get; init; }

    public int SynAck { get; init; }

    public double? ToServerUs { get; init; }

    public double? ToClientUs { get; init; }

    public long PacketsOfClient { get; init; }

    public long PacketsOfServer { get; init; }

    public long BytesOfClient { get; init; }

    public long BytesOfServer { get; init; }

    public int KeepAlive { get; init; }

    public int Retransmissions { get; init; }

    public int OutOfOrder { get; init; }

    /// <summary>Exactly one SYN and one SYN-ACK: what was answered is no question.</summary>
    public bool Clean => Syn == 1 && SynAck == 1;

    public Pair Pair => Pair.Of(Client, Server);
}

/// <summary>A TCP connection as tcptrace numbers them, with its RTT samples; the first host is the one that spoke first.</summary>
internal sealed record RttTruth(int Number, Endpoint First, Endpoint Second)
{
    /// <summary>Of what the first host sent and the second acknowledged.</summary>
    public RttSamples OfFirst { get; init; }

    public RttSamples OfSecond { get; init; }

    public Pair Pair => Pair.Of(First, Second);
}

/// <param name="Counted">As tcptrace counts them.</param>
/// <param name="Count">Those of up to ten seconds; as many as are counted when they could not be had one by one.</param>
/// <param name="P50Us">Of those, nearest rank; null below ten of them or when they could not be had one by one.</param>
internal readonly record struct RttSamples(int Counted, int Count, double? P50Us)
{
    public RttSamples(int counted, double? p50Us)
        : this(counted, counted, p50Us)
    {
    }
}

internal sealed record DnsTruth
{
    public int Queries { get; init; }

    public int Responses { get; init; }

    public int Retransmissions { get; init; }

    /// <summary>Answers with a question, smallest first.</summary>
    public IReadOnlyList<double> TimesUs { get; init; } = [];

    /// <summary>Of those answers, by number.</summary>
    public IReadOnlyDictionary<int, int> Rcodes { get; init; } = new Dictionary<int, int>();
}

/// <param name="HelloUs">Of the segment that begins with a ClientHello to the first that begins with a ServerHello; null when either is missing.</param>
internal sealed record TlsTruth(Endpoint Client, Endpoint Server, double? HelloUs);

/// <param name="Initials">Datagrams with an Initial of the client before the answer.</param>
/// <param name="ToServerUs">From the last of them.</param>
/// <param name="ToClientUs">From the server's first Handshake packet to the client's first after it.</param>
internal sealed record QuicTruth(Endpoint Client, Endpoint Server, string Version, int Initials, double? ToServerUs, double? ToClientUs);

internal sealed record EchoTruth
{
    public int Requests { get; init; }

    public IReadOnlyList<double> TimesUs { get; init; } = [];
}

internal sealed record RtpTruth(Endpoint Source, Endpoint Destination, string Ssrc)
{
    public int Packets { get; init; }

    /// <summary>Different sequence numbers, runs before and after a jump told apart.</summary>
    public int Unique { get; init; }

    public int Lost { get; init; }

    public int Jumps { get; init; }
}

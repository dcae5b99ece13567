using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows.Records;

internal enum QueryOutcome : byte { Pending, Answered, TimedOut, Refused }

/// <summary>One DNS transaction.</summary>
internal struct QueryRecord
{
    public IpAddress Client;
    public IpAddress Resolver;
    public long StartNs;

    /// <summary>First query to first answer in nanoseconds; -1 while there is none.</summary>
    public long AnswerNs;
    public ushort ClientPort;
    public ushort ResolverPort;
    public ushort Retries;
    public DnsAnswer Answer;
    public QueryOutcome Outcome;
    public Side Side;
    public bool IsTcp;
}

/// <summary>What a resolver said; no data is an answer without records (RFC 2308 section 2.2).</summary>
internal enum DnsAnswer : byte { NoError, NoData, NameError, ServerFailure, Refused, Other }

/// <summary>All queries together, those that found no place in the list as well.</summary>
internal sealed class DnsTotals
{
    public SampleBag Times;

    public long Queries { get; set; }

    public long Answered { get; set; }

    public long Timeouts { get; set; }

    /// <summary>Answers that came between five and ten seconds after the question; among the answered.</summary>
    public long Late { get; set; }

    public long Retries { get; set; }

    public long DuplicateAnswers { get; set; }

    public long UnaskedAnswers { get; set; }

    public long Truncated { get; set; }

    public long RefusedByIcmp { get; set; }

    /// <summary>Forgotten before anything was known of them: another question took their number or place.</summary>
    public long GivenUp { get; set; }

    public long[] ByAnswer { get; } = new long[6];
}

internal enum SpinState : byte { Unsure, Spinning, Off }

/// <summary>One QUIC connection, as far as it can be seen from outside (RFC 9312).</summary>
internal struct QuicRecord
{
    public IpAddress Client;
    public IpAddress Server;
    public long StartNs;

    /// <summary>The client's last Initial before the server's first packet, to that packet; -1 when unknown.</summary>
    public long ServerHalfNs;

    /// <summary>The same from the client's first Initial.</summary>
    public long ServerHalfFromFirstNs;
    public long ClientHalfNs;
    public SampleBag ServerSpin;
    public SampleBag ClientSpin;
    public uint ClientPackets;
    public uint ServerPackets;
    public uint ClientEdges;
    public uint ServerEdges;
    public uint RejectedEdges;
    public uint Initials;
    public uint Version;
    public ushort ClientPort;
    public ushort ServerPort;
    public Side ClientSide;
    public SideBasis Basis;
    public SpinState Spin;
    public bool HasRetry;
    public bool HasZeroRtt;
}

/// <summary>Where the rate of an RTP clock was learned.</summary>
internal enum ClockSource : byte { Unknown, Table, Signalling, Inferred }

/// <summary>One RTP stream in one direction.</summary>
internal struct StreamRecord
{
    public IpAddress Source;
    public IpAddress Destination;
    public long StartNs;
    public SampleBag Pdv;
    public long Packets;
    public long Received;
    public long Lost;
    public long Duplicates;
    public long Reordered;
    public long Bursts;
    public long Restarts;
    public double JitterUs;
    public double LargestJitterUs;
    public uint StreamSource;
    public uint ClockRate;
    public ushort SourcePort;
    public ushort DestinationPort;
    public byte PayloadType;
    public ClockSource Clock;
    public Side From;
    public bool IsSignalled;
    public bool HasJitter;
}

/// <summary>ICMP echoes and errors of a whole file.</summary>
internal sealed class EchoRecord
{
    public SampleBag Lan;
    public SampleBag Wan;
    public SampleBag Unknown;

    public long Requests { get; set; }

    public long Answered { get; set; }

    public long Timeouts { get; set; }

    public long Duplicates { get; set; }

    /// <summary>In the order of <see cref="IcmpErrorClass"/>.</summary>
    public long[] Errors { get; } = new long[7];
}

internal enum IcmpErrorClass : byte { Network, Host, Port, Prohibited, TooBig, TimeToLive, Other }

using System.Runtime.InteropServices;

namespace EdgeProbe.Capture.Observations;

/// <summary>
/// What the capture thread keeps of one packet: its headers and the few facts that DNS, TLS, QUIC and RTP need, in 128 bytes whatever the
/// packet. Nothing of the payload is in it. This is all that travels through the Pipe. Numbers are in host order; lengths are bytes.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct Observation
{
    public const int SizeInBytes = 128;

    /// <summary>The frame's own time in nanoseconds since the Unix epoch.</summary>
    [FieldOffset(0)] public long TimeNs;

    /// <summary>Of an <see cref="ObservationKind.IcmpError"/>: the quoted packet's addresses and ports.</summary>
    [FieldOffset(8)] public IpAddress Source;
    [FieldOffset(24)] public IpAddress Destination;

    /// <summary>Of an ICMP echo both ports are its identifier.</summary>
    [FieldOffset(40)] public ushort SourcePort;
    [FieldOffset(42)] public ushort DestinationPort;

    /// <summary>Bytes of the IP packet, header included, as the IP header says; from the frame where it says 0 (TSO, BIG TCP).</summary>
    [FieldOffset(44)] public uint IpLength;

    /// <summary>Bytes behind the transport header by IP's own length, never by what was captured; 0 where that cannot be known.</summary>
    [FieldOffset(48)] public uint PayloadLength;

    [FieldOffset(52)] public ObservationKind Kind;

    /// <summary>IP protocol: 6 TCP, 17 UDP, 1 ICMP, 58 ICMPv6.</summary>
    [FieldOffset(53)] public byte Protocol;
    [FieldOffset(54)] public ObservationFlags Flags;
    [FieldOffset(55)] public TcpFlags TcpFlags;

    /// <summary>IPv4 identification; 0 for IPv6.</summary>
    [FieldOffset(56)] public ushort IpId;

    /// <summary>The transport checksum as sent; with <see cref="IpId"/> it tells a copy of a packet from a packet sent again.</summary>
    [FieldOffset(58)] public ushort Checksum;
    [FieldOffset(60)] public byte TimeToLive;

    /// <summary>DSCP and ECN.</summary>
    [FieldOffset(61)] public byte TrafficClass;

    /// <summary>One in <c>2^SampleShift</c> flows was kept when this was captured.</summary>
    [FieldOffset(62)] public byte SampleShift;

    [FieldOffset(64)] public TcpFacts Tcp;
    [FieldOffset(64)] public UdpFacts Udp;
    [FieldOffset(64)] public DnsFacts Dns;
    [FieldOffset(64)] public IcmpFacts Icmp;
    [FieldOffset(64)] public MediaFacts Media;
}

internal enum ObservationKind : byte
{
    /// <summary>An IP packet of which only the length counts: another protocol, a later fragment, a transport header that was cut off.</summary>
    Other = 0,
    Tcp = 1,

    /// <summary>A datagram that is no DNS: <see cref="UdpFacts.Shape"/> says what its first bytes look like.</summary>
    Udp = 2,

    /// <summary>One DNS message. Over TCP it follows the <see cref="Tcp"/> observation of its segment and counts no bytes.</summary>
    Dns = 3,

    /// <summary>An echo request or reply.</summary>
    IcmpEcho = 4,

    /// <summary>An error that quotes the packet it is about (RFC 792, RFC 4443).</summary>
    IcmpError = 5,

    /// <summary>A signalled media stream (SDP, RFC 8866): counts no bytes.</summary>
    Media = 6,

    /// <summary>The wall clock was moved: what is outstanding is void. No packet.</summary>
    ClockStep = 7,

    /// <summary>Time has come to <see cref="Observation.TimeNs"/> without a packet.</summary>
    Tick = 8,
}

[Flags]
internal enum ObservationFlags : byte
{
    None = 0,
    V6 = 1,

    /// <summary>The first fragment of several: its transport header is whole, its payload length is not known.</summary>
    FirstFragment = 2,

    /// <summary>Carries no bytes of its own: a second observation of a packet already told.</summary>
    Derived = 4,

    /// <summary>The link layer says that this host sent it (SLL packet type 4).</summary>
    Outgoing = 8,

    /// <summary>Longer than an Ethernet frame can be: several packets put together by the host (GRO, TSO).</summary>
    Merged = 16,

    /// <summary>Inside 6in4 or GRE.</summary>
    Tunnelled = 32,

    /// <summary>Looks like what its kind says, on a port or of a version that is not known for it: believed when it is answered as such.</summary>
    Guessed = 64,
}

[Flags]
internal enum TcpFlags : byte { None = 0, Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16, Urg = 32, Ece = 64, Cwr = 128 }

[Flags]
internal enum TcpOptions : byte { None = 0, Timestamps = 1, Sack = 2, WindowScale = 4, SackPermitted = 8 }

/// <summary>What the first bytes of a segment's payload are, where they begin a TLS record (RFC 8446 section 5.1).</summary>
internal enum TlsShape : byte { None = 0, ClientHello = 1, ServerHello = 2, HelloRetryRequest = 3, Alert = 4, ApplicationData = 5 }

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct TcpFacts
{
    public uint Sequence;
    public uint Acknowledgment;

    /// <summary>RFC 7323; valid with <see cref="TcpOptions.Timestamps"/>, where 0 is a value like any other.</summary>
    public uint TimestampValue;
    public uint TimestampEcho;

    /// <summary>The first SACK block (RFC 2018), half open; DSACK when it lies below the acknowledgment or inside the second (RFC 2883).</summary>
    public uint SackLeft;
    public uint SackRight;

    /// <summary>The second SACK block; equal edges when there is none.</summary>
    public uint SecondSackLeft;
    public uint SecondSackRight;
    public ushort Window;
    public TcpOptions Options;
    public byte WindowScale;
    public TlsShape Tls;

    /// <summary>Of an alert: level and description; 0 when encrypted or cut off.</summary>
    public byte AlertLevel;
    public byte AlertDescription;
}

/// <summary>What the first bytes of a datagram look like; only the flow can say what it is.</summary>
internal enum UdpShape : byte { None = 0, QuicLong = 1, QuicShort = 2, Rtp = 3 }

/// <summary>Packets of one datagram with long headers, coalesced ones included (RFC 9000 section 12.2).</summary>
[Flags]
internal enum QuicTypes : byte { None = 0, Initial = 1, ZeroRtt = 2, Handshake = 4, Retry = 8, VersionNegotiation = 16 }

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct UdpFacts
{
    public UdpShape Shape;

    /// <summary>The first byte of the payload; a short header's spin bit is 0x20 of it.</summary>
    public byte FirstByte;
    public QuicTypes Quic;

    /// <summary>First byte of a packet with a short header that follows in the same datagram; 0 when none does.</summary>
    public byte QuicShortFollows;
    public uint QuicVersion;

    /// <summary>Length and keyed hash of the destination and source connection ids; 0 when there are none.</summary>
    public uint QuicDestinationHash;
    public uint QuicSourceHash;

    // RFC 3550 section 5.1.
    public uint RtpTimestamp;
    public uint RtpSource;
    public ushort RtpSequence;
    public byte RtpPayloadType;
    public byte RtpMarker;
}

internal enum DnsFlags : byte { None = 0, Response = 1, Truncated = 2, HasAnswer = 4, HasQuestion = 8 }

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct DnsFacts
{
    public ushort Id;
    public ushort QueryType;

    /// <summary>RFC 1035 section 4.1.1; extended codes (RFC 6891) are not read, they lie behind the question.</summary>
    public byte ResponseCode;
    public byte Opcode;
    public DnsFlags Flags;
    public byte Reserved;

    /// <summary>Keyed hash of the question's name in lower case; 0 when there is no question or it was cut off.</summary>
    public ulong NameHash;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct IcmpFacts
{
    public byte Type;
    public byte Code;
    public ushort Sequence;

    /// <summary>Of an error: which packet it quotes, by its first four bytes behind the ports (TCP's sequence number); 0 when cut off.</summary>
    public uint QuotedSequence;

    /// <summary>Of an error: who sent it.</summary>
    public IpAddress Reporter;

    /// <summary>Of an error: whom it was sent to.</summary>
    public IpAddress Receiver;
}

/// <summary>Where a stream was announced to arrive: address and port are the observation's destination.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MediaFacts
{
    /// <summary>RTP clock in hertz of <see cref="PayloadType"/>; 0 when only the port is announced.</summary>
    public uint ClockRate;
    public byte PayloadType;
}

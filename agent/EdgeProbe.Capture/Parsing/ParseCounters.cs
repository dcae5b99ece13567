namespace EdgeProbe.Capture.Parsing;

/// <summary>
/// What the parser has read and why it did not understand the rest. Counters only grow. Written by the thread that parses; another thread
/// that reads them sees each a little early or late, never torn on a 64-bit machine.
/// </summary>
internal sealed partial class ParseCounters
{
    /// <summary>All frames; each is in exactly one of the seven below.</summary>
    public long Frames;
    public long Tcp;

    /// <summary>Datagrams that are no DNS.</summary>
    public long Udp;

    /// <summary>DNS messages over UDP; those over TCP are <see cref="DnsOverTcp"/>.</summary>
    public long Dns;

    /// <summary>ICMP and ICMPv6 of every type.</summary>
    public long Icmp;

    /// <summary>IP packets of which only the length is known.</summary>
    public long OtherIp;

    /// <summary>Frames that hold no IP packet, or none that could be read.</summary>
    public long NotIp;

    // Told beside: second observations of a packet, and packets in a wrapping.
    public long DnsOverTcp;
    public long MediaAnnounced;
    public long Tunnelled;
    public long FirstFragments;

    /// <summary>Fragments that hold no transport header.</summary>
    public long LaterFragments;

    /// <summary>Packets whose IP header says no length, as a host's segmentation offload leaves it (TSO, BIG TCP).</summary>
    public long LengthFromFrame;

    // Not IP.
    public long Arp;
    public long PppoeDiscovery;
    public long PppControl;
    public long LlcNotIp;
    public long MplsNotIp;
    public long OtherEtherType;

    // No IP packet could be read.
    public long LinkHeaderCut;
    public long TooManyTags;
    public long TooManyLabels;
    public long PppoeMalformed;
    public long UnknownAddressFamily;

    /// <summary>The first four bits are not the version that the link layer announces, or neither 4 nor 6.</summary>
    public long IpVersionWrong;
    public long IpHeaderCut;
    public long IpHeaderMalformed;

    // Read, but a length lies: IP's own is trusted.
    public long PppoeLengthWrong;
    public long LengthBeyondFrame;

    /// <summary>Packets without payload whose IP length counts Ethernet's padding in: here the length around them is trusted.</summary>
    public long PaddingInLength;

    // Only the IP header was understood.
    public long TooManyExtensions;
    public long ExtensionCut;
    public long TunnelTooDeep;

    /// <summary>What was inside could not be read, was no IP, or was too deep.</summary>
    public long TunnelNotUnderstood;
    public long TcpHeaderMalformed;
    public long UdpHeaderCut;
    public long UdpHeaderMalformed;
    public long IcmpHeaderCut;
    public long IcmpQuoteNotUnderstood;

    /// <summary>The TCP header was cut off: what is missing is absent; below 14 bytes only the IP header is told.</summary>
    public long TcpHeaderCut;

    // Read in part.
    public long TcpOptionMalformed;
    public long UdpLengthWrong;
    public long DnsMalformed;
    public long DnsHeaderCut;
    public long DnsQuestionCut;
    public long DnsPointerInQuestion;
    public long DnsNoRoom;

    /// <summary>Segments of port 53 that begin no message: one that goes on from the segment before, or garbage.</summary>
    public long DnsStreamUnclear;

    /// <summary>Long headers of other versions on HTTPS's port; they are told as guesses.</summary>
    public long QuicVersionUnknown;
    public long QuicMalformed;

    /// <summary>SIP messages that go on behind what was captured: not all that they announce is known.</summary>
    public long SipCut;
    public long SdpWithoutAddress;
    public long MediaNoRoom;
}

namespace EdgeProbe.Capture.Parsing;

/// <summary>Link layers that are understood, by libpcap's number; its several numbers for raw IP are one.</summary>
internal enum LinkType
{
    /// <summary>BSD loopback: a four-byte address family in the capturing host's byte order.</summary>
    Null = 0,
    Ethernet = 1,

    /// <summary>PPP, with or without HDLC's address and control bytes.</summary>
    Ppp = 9,
    PppSerial = 50,

    /// <summary>A PPPoE header without Ethernet in front.</summary>
    PppEther = 51,
    Raw = 101,

    /// <summary>OpenBSD loopback: as <see cref="Null"/>, the family in network order.</summary>
    Loop = 108,
    LinuxCooked = 113,
    Ipv4 = 228,
    Ipv6 = 229,
    LinuxCooked2 = 276,
}

namespace EdgeProbe.Capture.Parsing;

/// <summary>Which of libpcap's link types (tcpdump.org/linktypes.html) can be measured on, and why the others cannot.</summary>
internal static class LinkTypes
{
    private const string OneHop = "it shows one hop of the air, not the line";
    private const string NoIp = "only Ethernet, Linux cooked, raw IP, loopback and PPP captures hold IP packets that can be measured";

    /// <summary>False when captures of this number cannot be read; <see cref="WhyNot"/> says why.</summary>
    public static bool TryOf(int dlt, out LinkType link)
    {
        // Raw IP has a number of its own in files (101) and two in libpcap, 12 and, on OpenBSD, 14.
        link = dlt is 12 or 14 ? LinkType.Raw : (LinkType)dlt;
        return Enum.IsDefined(link);
    }

    /// <summary>One sentence for the person who has the capture.</summary>
    public static string WhyNot(int dlt) => dlt switch
    {
        105 => Sentence("802.11", dlt, OneHop),
        119 => Sentence("802.11 with Prism header", dlt, OneHop),
        127 => Sentence("802.11 with radiotap header", dlt, OneHop),
        163 => Sentence("802.11 with AVS header", dlt, OneHop),
        192 => Sentence("802.11 with PPI header", dlt, OneHop),
        _ => Sentence(NameOf(dlt), dlt, NoIp),
    };

    private static string Sentence(string? name, int dlt, string reason) =>
        name is null ? $"link type {dlt} is not supported: {reason}" : $"link type {dlt} ({name}) is not supported: {reason}";

    private static string? NameOf(int dlt) => dlt switch
    {
        6 => "Token Ring",
        7 => "ARCNET",
        8 => "SLIP",
        10 => "FDDI",
        11 or 100 => "ATM",
        104 => "Cisco HDLC",
        107 => "Frame Relay",
        117 => "OpenBSD pflog",
        138 => "IP over FireWire",
        187 or 201 => "Bluetooth HCI",
        189 or 220 => "Linux USB",
        195 or 230 => "802.15.4",
        227 => "CAN bus",
        239 => "Linux netfilter log",
        249 => "Windows USB",
        251 or 256 => "Bluetooth Low Energy",
        253 => "Linux netlink",
        _ => null,
    };
}

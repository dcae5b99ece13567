namespace EdgeProbe.Capture.Parsing;

internal sealed partial class ParseCounters
{
    /// <summary>Every counter by the name that documents show, in a stable order. Allocates.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Named() =>
    [
        new("frames", Frames), new("tcp", Tcp), new("udp", Udp), new("dns", Dns), new("icmp", Icmp), new("other_ip", OtherIp), new("not_ip", NotIp),
        new("dns_over_tcp", DnsOverTcp), new("media_announced", MediaAnnounced), new("tunnelled", Tunnelled),
        new("first_fragments", FirstFragments), new("later_fragments", LaterFragments), new("length_from_frame", LengthFromFrame),
        new("arp", Arp), new("pppoe_discovery", PppoeDiscovery), new("ppp_control", PppControl), new("llc_not_ip", LlcNotIp),
        new("mpls_not_ip", MplsNotIp), new("other_ether_type", OtherEtherType),
        new("link_header_cut", LinkHeaderCut), new("too_many_tags", TooManyTags), new("too_many_labels", TooManyLabels),
        new("pppoe_malformed", PppoeMalformed), new("unknown_address_family", UnknownAddressFamily), new("ip_version_wrong", IpVersionWrong),
        new("ip_header_cut", IpHeaderCut), new("ip_header_malformed", IpHeaderMalformed),
        new("pppoe_length_wrong", PppoeLengthWrong), new("length_beyond_frame", LengthBeyondFrame), new("padding_in_length", PaddingInLength),
        new("too_many_extensions", TooManyExtensions), new("extension_cut", ExtensionCut), new("tunnel_too_deep", TunnelTooDeep),
        new("tunnel_not_understood", TunnelNotUnderstood), new("tcp_header_malformed", TcpHeaderMalformed), new("udp_header_cut", UdpHeaderCut),
        new("udp_header_malformed", UdpHeaderMalformed), new("icmp_header_cut", IcmpHeaderCut),
        new("icmp_quote_not_understood", IcmpQuoteNotUnderstood),
        new("tcp_header_cut", TcpHeaderCut), new("tcp_option_malformed", TcpOptionMalformed), new("udp_length_wrong", UdpLengthWrong),
        new("dns_malformed", DnsMalformed), new("dns_header_cut", DnsHeaderCut), new("dns_question_cut", DnsQuestionCut),
        new("dns_pointer_in_question", DnsPointerInQuestion), new("dns_no_room", DnsNoRoom), new("dns_stream_unclear", DnsStreamUnclear),
        new("quic_version_unknown", QuicVersionUnknown), new("quic_malformed", QuicMalformed),
        new("sip_cut", SipCut), new("sdp_without_address", SdpWithoutAddress), new("media_no_room", MediaNoRoom),
    ];
}

using EdgeProbe.Capture.Truth.Documents;

namespace EdgeProbe.Capture.Truth.Anchors;

/// <summary>A capture as a table: one row a frame, by tshark in two passes, so that an answer knows its question.</summary>
internal sealed class TsharkTable
{
    // By TsharkField.
    private static readonly string[] Names =
    [
        "frame.number", "frame.time_epoch", "frame.protocols", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst",
        "tcp.stream", "tcp.srcport", "tcp.dstport", "tcp.len", "tcp.flags", "tcp.seq_raw",
        "tcp.analysis.ack_rtt", "tcp.analysis.retransmission", "tcp.analysis.out_of_order", "tcp.analysis.keep_alive",
        "udp.stream", "udp.srcport", "udp.dstport",
        "dns.id", "dns.flags.response", "dns.flags.rcode", "dns.time", "dns.retransmission",
        "tls.handshake.type", "quic.version", "quic.long.packet_type", "quic.long.packet_type_v2",
        "icmp.type", "icmp.resptime", "icmpv6.type", "icmpv6.echo.identifier", "icmpv6.echo.sequence_number",
        "rtp.ssrc", "rtp.seq", "rtp.timestamp", "rtp.p_type", "_ws.malformed",
    ];

    private readonly Lazy<ILookup<(Endpoint From, Endpoint To), Segment>> _segments;

    private TsharkTable(IReadOnlyList<TsharkFrame> frames)
    {
        Frames = frames;
        _segments = new(() => frames.Where(IsTcp).ToLookup(
            frame => (frame.Source(TsharkField.TcpSourcePort), frame.Destination(TsharkField.TcpDestinationPort)),
            frame => new Segment(frame.TimeNs, (uint)frame.Number(TsharkField.TcpSequence), (uint)Math.Max(0, frame.Number(TsharkField.TcpLength)))));
    }

    public IReadOnlyList<TsharkFrame> Frames { get; }

    public static async Task<TsharkTable> ReadAsync(string capture)
    {
        var output = await Tool.OutputAsync(
            "tshark",
            [
                "-n", "-2", "-r", capture, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=;",
                .. Names.SelectMany(name => new[] { "-e", name }),
            ]);
        return new TsharkTable([.. Tool.Lines(output).Select(line => TsharkFrame.Parse(line, Names.Length)).OfType<TsharkFrame>()]);
    }

    /// <summary>TCP, and not a segment that only an ICMP error quotes, that lies in another, or in a tunnel over UDP (VXLAN, GTP, CAPWAP, Teredo).</summary>
    public static bool IsTcp(TsharkFrame frame) =>
        frame.Has(TsharkField.TcpStream) && !frame[TsharkField.TcpStream].Contains(';')
        && !frame[TsharkField.Protocols].Split(':').TakeWhile(protocol => protocol != "tcp").Any(protocol => protocol is "udp" or "icmp" or "icmpv6");

    /// <summary>In the order of the capture, whatever they carry.</summary>
    public IReadOnlyList<Segment> SegmentsOf(Endpoint from, Endpoint to) => [.. _segments.Value[(from, to)]];

    /// <summary>The numbers of the frames that a display filter lets through.</summary>
    public static async Task<IReadOnlySet<long>> NumbersAsync(string capture, string filter)
    {
        var output = await Tool.OutputAsync("tshark", ["-n", "-r", capture, "-Y", filter, "-T", "fields", "-e", "frame.number"]);
        return Tool.Lines(output).Select(TsharkFrame.ToNumber).ToHashSet();
    }
}

using EdgeProbe.Capture.Truth.Anchors;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>What tshark and tcptrace say of a capture, asked here and now.</summary>
internal static class AnchorTruth
{
    // A TLS handshake record (RFC 8446 section 5.1) at the very start of a segment, by the type of the handshake message.
    private const string HelloAtStart = "tcp.payload[0:2] == 16:03 and tcp.payload[5:1] == ";

    public static async Task<CaptureTruth> ReadAsync(string capture)
    {
        var table = await TsharkTable.ReadAsync(capture);
        var connections = TcpTruths.Of(table);
        return new CaptureTruth
        {
            Frames = table.Frames.Count,
            Connections = connections,
            Rtt = connections.Count == 0 ? [] : await Tcptrace.ReadAsync(capture, table),
            Dns = LookupTruths.DnsOf(table),
            Echo = LookupTruths.EchoOf(table),
            Tls = await TlsAsync(capture, table),
            Quic = QuicTruths.Of(table),
            Rtp = RtpTruths.Of(table),
        };
    }

    private static async Task<IReadOnlyList<TlsTruth>> TlsAsync(string capture, TsharkTable table)
    {
        if (!table.Frames.Any(frame => frame.Has(TsharkField.TlsHandshake))) return [];
        var clients = await TsharkTable.NumbersAsync(capture, HelloAtStart + "01");
        var servers = await TsharkTable.NumbersAsync(capture, HelloAtStart + "02");
        return TlsTruths.Of(table, clients, servers);
    }
}

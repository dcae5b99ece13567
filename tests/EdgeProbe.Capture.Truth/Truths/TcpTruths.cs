using EdgeProbe.Capture.Truth.Anchors;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>TCP connections from tshark's rows: streams as tshark numbers them, handshake times from the frames' own.</summary>
internal static class TcpTruths
{
    private const long Syn = 2, Rst = 4, Ack = 16;

    public static IReadOnlyList<ConnectionTruth> Of(TsharkTable table) =>
        [.. table.Frames.Where(TsharkTable.IsTcp).GroupBy(frame => frame[TsharkField.TcpStream]).Select(Connection)];

    private static ConnectionTruth Connection(IEnumerable<TsharkFrame> frames)
    {
        TsharkFrame[] all = [.. frames];
        var (source, destination) = (all[0].Source(TsharkField.TcpSourcePort), all[0].Destination(TsharkField.TcpDestinationPort));
        var answered = Is(all[0], Syn | Ack);
        var (client, server) = answered ? (destination, source) : (source, destination);
        TsharkFrame[] ofClient = [.. all.Where(frame => frame.Source(TsharkField.TcpSourcePort) == client)];
        TsharkFrame[] ofServer = [.. all.Except(ofClient)];
        return Handshake(all, ofClient, new ConnectionTruth(client, server)) with
        {
            Syn = all.Count(frame => Is(frame, Syn)),
            SynAck = all.Count(frame => Is(frame, Syn | Ack)),
            PacketsOfClient = ofClient.Length,
            PacketsOfServer = ofServer.Length,
            BytesOfClient = ofClient.Sum(Length),
            BytesOfServer = ofServer.Sum(Length),
            KeepAlive = all.Count(frame => frame.Has(TsharkField.KeepAlive)),
            Retransmissions = all.Count(frame => frame.Has(TsharkField.Retransmission)),
            OutOfOrder = all.Count(frame => frame.Has(TsharkField.OutOfOrder)),
        };
    }

    private static ConnectionTruth Handshake(TsharkFrame[] all, TsharkFrame[] ofClient, ConnectionTruth connection)
    {
        var syn = all.FirstOrDefault(frame => Is(frame, Syn));
        var synAck = all.FirstOrDefault(frame => Is(frame, Syn | Ack));
        if (synAck is null) return connection;
        // By its place in the capture: equal times are legal.
        var ack = ofClient.SkipWhile(frame => frame.Number(TsharkField.Number) < synAck.Number(TsharkField.Number))
            .FirstOrDefault(frame => Is(frame, Ack) && (Flags(frame) & Rst) == 0);
        return connection with
        {
            ToServerUs = syn is not null && synAck.TimeNs >= syn.TimeNs ? Us(synAck.TimeNs - syn.TimeNs) : null,
            ToClientUs = ack is not null && ack.TimeNs >= synAck.TimeNs ? Us(ack.TimeNs - synAck.TimeNs) : null,
        };
    }

    private static bool Is(TsharkFrame frame, long flags) => (Flags(frame) & (Syn | Ack)) == flags;

    private static long Flags(TsharkFrame frame) => Math.Max(0, frame.Number(TsharkField.TcpFlags));

    private static long Length(TsharkFrame frame) => Math.Max(0, frame.Number(TsharkField.TcpLength));

    private static double Us(long ns) => ns / 1000d;
}

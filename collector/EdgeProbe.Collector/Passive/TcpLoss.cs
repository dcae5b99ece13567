using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Collector.Passive;

/// <summary>
/// Loss of TCP data on one side of the probe. The share is of bytes, which a network card that joins segments cannot distort. The bounds are
/// of segments (Wilson, 95 %): the bytes of one segment are lost together, so from bytes no honest interval follows. Losses come in bursts,
/// which no such interval knows, so in truth it is somewhat wider.
/// </summary>
/// <param name="LostBytes">Bytes that went missing there and were not forgiven: a receiver may say later that it had got them (RFC 2883).</param>
/// <param name="PayloadBytes">Bytes of payload that crossed that side.</param>
/// <param name="LostSegments">Segments that went missing; of forgiven bytes the same share is left out.</param>
/// <param name="Segments">Segments that crossed that side.</param>
internal readonly record struct TcpLoss(ulong LostBytes, ulong PayloadBytes, ulong LostSegments, ulong Segments)
{
    /// <summary>0 to 1; null when there was no payload of which something could be lost.</summary>
    public double? Share => PayloadBytes == 0 ? null : Math.Min(1, (double)LostBytes / PayloadBytes);

    /// <summary>Of the share of segments, 0 to 1; null when none was seen.</summary>
    public (double Low, double High)? SegmentBounds =>
        Segments == 0 ? null : Confidence.Wilson((long)Math.Min(LostSegments, Segments), (long)Math.Min(Segments, long.MaxValue));

    /// <summary>Null when the series has counted nothing.</summary>
    public static TcpLoss? Of(CounterSet? counts)
    {
        if (counts is null || counts.IsEmpty) return null;
        var (gross, forgiven) = (counts[Counter.LostBytes], counts[Counter.ForgivenBytes]);
        var net = gross - Math.Min(gross, forgiven);
        var segments = gross == 0 ? 0 : (ulong)Math.Round(counts[Counter.LostSegments] * ((double)net / gross));
        return new TcpLoss(net, counts[Counter.PayloadBytes], segments, counts[Counter.Segments]);
    }
}

using EdgeProbe.Capture.Truth.Anchors;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>The two halves of a QUIC handshake (RFC 9312 section 3.8.1) from the long headers that tshark reads.</summary>
internal static class QuicTruths
{
    private const string Initial = "0", Handshake = "2";
    private const string Negotiation = "0x00000000";

    public static IReadOnlyList<QuicTruth> Of(TsharkTable table) =>
        [.. table.Frames.Where(frame => frame.Speaks("quic") && frame.Has(TsharkField.UdpStream))
            .GroupBy(frame => frame[TsharkField.UdpStream])
            .Select(Connection)];

    private static QuicTruth Connection(IEnumerable<TsharkFrame> frames)
    {
        TsharkFrame[] all = [.. frames];
        var client = all[0].Source(TsharkField.UdpSourcePort);
        bool OfClient(TsharkFrame frame) => frame.Source(TsharkField.UdpSourcePort) == client;
        var answer = all.FirstOrDefault(frame => !OfClient(frame) && (Holds(frame, Initial) || frame[TsharkField.QuicVersion] == Negotiation));
        TsharkFrame[] initials = [.. all.TakeWhile(frame => frame != answer).Where(frame => OfClient(frame) && Holds(frame, Initial))];
        var handshake = all.FirstOrDefault(frame => !OfClient(frame) && Holds(frame, Handshake));
        var reply = all.SkipWhile(frame => frame != handshake).FirstOrDefault(frame => OfClient(frame) && Holds(frame, Handshake));
        return new QuicTruth(
            client,
            all[0].Destination(TsharkField.UdpDestinationPort),
            all[0].First(TsharkField.QuicVersion),
            initials.Length,
            answer is null || initials.Length == 0 ? null : Us(initials[^1], answer),
            handshake is null || reply is null ? null : Us(handshake, reply));
    }

    private static bool Holds(TsharkFrame frame, string type) =>
        frame.All(TsharkField.QuicType).Contains(type)
        || frame.All(TsharkField.QuicTypeV2).Contains(type == Initial ? "1" : "3");

    private static double Us(TsharkFrame from, TsharkFrame to) => (to.TimeNs - from.TimeNs) / 1000d;
}

using EdgeProbe.Capture.Truth.Anchors;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>
/// ClientHello to ServerHello by the segments in which they begin. tshark's own "handshake type" stands at the frame in which it has put the
/// message together, which for a ClientHello of two segments is the second.
/// </summary>
internal static class TlsTruths
{
    // passive.md section 6: nothing that is measured takes longer.
    private const long LongestNs = 10_000_000_000;

    public static IReadOnlyList<TlsTruth> Of(TsharkTable table, IReadOnlySet<long> clientHellos, IReadOnlySet<long> serverHellos)
    {
        var truths = new List<TlsTruth>();
        foreach (var stream in table.Frames.Where(TsharkTable.IsTcp).GroupBy(frame => frame[TsharkField.TcpStream]))
        {
            var asked = stream.FirstOrDefault(frame => clientHellos.Contains(frame.Number(TsharkField.Number)));
            if (asked is null) continue;
            var client = asked.Source(TsharkField.TcpSourcePort);
            var answer = stream.SkipWhile(frame => frame != asked)
                .FirstOrDefault(frame => serverHellos.Contains(frame.Number(TsharkField.Number)) && frame.Source(TsharkField.TcpSourcePort) != client);
            truths.Add(new TlsTruth(client, asked.Destination(TsharkField.TcpDestinationPort), answer is null || answer.TimeNs - asked.TimeNs > LongestNs ? null : (answer.TimeNs - asked.TimeNs) / 1000d));
        }

        return truths;
    }
}

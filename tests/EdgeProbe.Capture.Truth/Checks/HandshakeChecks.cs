using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>Both halves of every clean handshake, to the microsecond; and nothing where a half was not seen.</summary>
internal static class HandshakeChecks
{
    public const double ToleranceUs = 1;

    public static void Add(CheckList checks, ReplayDocument document, CaptureTruth truth)
    {
        var ours = document.Connections.ToLookup(connection => connection.Pair);
        foreach (var pair in truth.Connections.Where(connection => connection.Clean).GroupBy(connection => connection.Pair))
        {
            List<Connection> left = [.. ours[pair.Key]];
            foreach (var expected in pair)
            {
                var got = left.MinBy(connection => Distance(expected, connection));
                checks.True("handshake", $"{expected.Client} > {expected.Server}", "a connection with this client", got is null ? "none" : got.Client, IsSameClient(expected, got));
                if (got is null) continue;
                left.Remove(got);
                Halves(checks, expected, got);
            }
        }
    }

    private static void Halves(CheckList checks, ConnectionTruth expected, Connection got)
    {
        var subject = $"{expected.Client} > {expected.Server}";
        checks.Near("SYN to SYN-ACK", subject, expected.ToServerUs, got.ToServerUs, ToleranceUs);
        // Without the first half, out of order as it was, the second means nothing: it may be left out.
        if (expected.ToServerUs is not null || got.ToClientUs is not null) checks.Near("SYN-ACK to ACK", subject, expected.ToClientUs, got.ToClientUs, ToleranceUs);
    }

    // One that the two tell apart otherwise than we do is found by its times.
    private static double Distance(ConnectionTruth expected, Connection got) =>
        Math.Abs((expected.ToServerUs ?? 0) - (got.ToServerUs ?? 0)) + Math.Abs((expected.ToClientUs ?? 0) - (got.ToClientUs ?? 0))
        + (IsSameClient(expected, got) ? 0 : 1e12);

    private static bool IsSameClient(ConnectionTruth expected, Connection? got) => got is not null && Endpoint.Parse(got.Client) == expected.Client;
}

using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>QUIC and RTP.</summary>
internal static class MediaChecks
{
    private const double ToleranceUs = 1;

    // Fewer packets than this prove no stream to anyone but the one who heard it announced.
    private const int LeastPackets = 10;

    public static void AddQuic(CheckList checks, ReplayDocument document, IReadOnlyList<QuicTruth> truth)
    {
        foreach (var expected in truth.Where(each => each.ToServerUs is not null))
        {
            var subject = $"{expected.Client} > {expected.Server}";
            var got = document.Quic.FirstOrDefault(each => Endpoint.Parse(each.Client) == expected.Client && Endpoint.Parse(each.Server) == expected.Server);
            checks.True("QUIC", subject, "a connection", got is null ? "none" : "found", got is not null);
            if (got is null) continue;
            checks.Near("QUIC client Initial to server's", subject, expected.ToServerUs, got.ToServerUs, ToleranceUs);
            // tshark cannot take apart every draft's datagrams: what it does not see may be there.
            if (expected.ToClientUs is not null) checks.Near("QUIC server's Handshake to client's", subject, expected.ToClientUs, got.ToClientUs, ToleranceUs);
        }

        foreach (var quic in document.Quic) Spin(checks, quic);
    }

    /// <summary>No spin sample shorter than half the handshake: an edge that was reordered.</summary>
    private static void Spin(CheckList checks, QuicConnection quic)
    {
        var subject = $"{quic.Client} > {quic.Server}";
        foreach (var (delays, handshake) in new[] { (quic.Spin.Wan, quic.Handshake.WanUs), (quic.Spin.Lan, quic.Handshake.LanUs) })
        {
            if (delays.MinUs is { } least && handshake is { } whole)
                checks.True("QUIC spin", subject, $"at least half of {CheckList.Us(whole)}", CheckList.Us(least), least >= whole / 2);
        }
    }

    public static void AddRtp(CheckList checks, IReadOnlyList<RtpStream> got, IReadOnlyList<RtpTruth> truth)
    {
        foreach (var expected in truth.Where(each => each.Packets >= LeastPackets))
        {
            var subject = $"{expected.Source} > {expected.Destination} {expected.Ssrc}";
            RtpStream[] ours = [.. got.Where(each => Endpoint.Parse(each.Source) == expected.Source && Endpoint.Parse(each.Destination) == expected.Destination
                && string.Equals(each.Ssrc, expected.Ssrc, StringComparison.OrdinalIgnoreCase))];
            checks.Equal("RTP streams", subject, 1, ours.Length);
            if (ours.Length != 1) continue;
            checks.Equal("RTP received", subject, expected.Unique, ours[0].Received);
            checks.Equal("RTP lost", subject, expected.Lost, ours[0].Lost);
        }
    }
}

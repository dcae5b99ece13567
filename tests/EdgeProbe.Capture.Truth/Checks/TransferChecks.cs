using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>The simulated download: client in the home, server beyond, 300 bytes up, the payload down.</summary>
internal static class TransferChecks
{
    private const int RequestBytes = 300;
    private const double ToleranceUs = 1;

    public static void Add(CheckList checks, ReplayDocument document, SyntheticTruth truth)
    {
        checks.Equal("connections", truth.Name, 1, document.Connections.Count);
        if (document.Connections.Count != 1) return;
        var got = document.Connections[0];
        if (truth.Name.StartsWith("one_sided", StringComparison.Ordinal)) OneSided(checks, document, got, truth);
        else WholeTransfer(checks, got, truth);
        Loss(checks, got, truth);
        switch (truth.Name)
        {
            case "tcp_bufferbloat":
                checks.Around("spurious", truth.Name, truth.RepeatRangesSeenAtProbe, got.Spurious.Wan, 2, 0.1);
                break;
            case "tcp_keepalive":
                checks.Equal("keep-alives", truth.Name, 1, got.KeepAlive);
                break;
            case "clock_step_back" or "clock_step_forward":
                checks.True("clock step", truth.Name, "some outstanding sample voided", $"{got.Voided} voided, {got.Impossible} impossible", got.Voided + got.Impossible > 0);
                break;
            case "duplicated_capture":
                checks.True("mirror duplicates", truth.Name, "every packet of it", $"{got.MirrorDuplicate}", got.MirrorDuplicate > 0 && got.MirrorDuplicate == document.Totals.Frames / 2);
                break;
        }
    }

    private static void WholeTransfer(CheckList checks, Connection got, SyntheticTruth truth)
    {
        // Documentation addresses: at home only by --home, else the document takes the client for it.
        checks.True("client side", truth.Name, "lan, or assumed", $"{got.ClientSide}, {got.Sides}", got.ClientSide == "lan" || got.Sides == "assumed");
        checks.Equal("handshake", truth.Name, "complete", got.Handshake);
        checks.Near("SYN to SYN-ACK", truth.Name, truth.HandshakeWanMs * 1000, got.Connect.WanUs, ToleranceUs);
        checks.Near("SYN-ACK to ACK", truth.Name, truth.HandshakeLanMs * 1000, got.Connect.LanUs, ToleranceUs);
        // What was sent again is payload again, so at least.
        checks.True("payload", truth.Name, $"{truth.PayloadDown} down, {RequestBytes} up", $"{got.PayloadBytes.Server} down, {got.PayloadBytes.Client} up",
            got.PayloadBytes.Server >= truth.PayloadDown && got.PayloadBytes.Client >= RequestBytes);
    }

    /// <summary>Half of a conversation: nothing has failed and nothing is lost that was only not seen.</summary>
    private static void OneSided(CheckList checks, ReplayDocument document, Connection got, SyntheticTruth truth)
    {
        checks.Equal("one-sided", truth.Name, true, got.OneSided);
        checks.Equal("one-sided flows", truth.Name, 1, document.Totals.OneSidedFlows);
        checks.True("handshake", truth.Name, "no failure", got.Handshake, got.Handshake is "complete" or "none" or "half");
        checks.Near("connect wan", truth.Name, null, got.Connect.WanUs, ToleranceUs);
        checks.Near("connect lan", truth.Name, null, got.Connect.LanUs, ToleranceUs);
        if (truth.Name == "one_sided_out")
            checks.Near("connect full", truth.Name, (truth.HandshakeWanMs + truth.HandshakeLanMs) * 1000, got.Connect.FullUs, ToleranceUs);
        checks.Equal("RTT samples", truth.Name, 0, got.Rtt.Wan.N + got.Rtt.Lan.N);
        checks.Equal("unseen", truth.Name, 0, got.UnseenBytes);
    }

    private static void Loss(CheckList checks, Connection got, SyntheticTruth truth)
    {
        // Where nothing was dropped nothing is lost: not one.
        if (truth.DropsWanSide + truth.DropsLanSide == 0)
        {
            checks.Equal("loss wan", truth.Name, 0, got.Loss.Wan.Segments);
            checks.Equal("loss lan", truth.Name, 0, got.Loss.Lan.Segments);
        }
        else
        {
            checks.Around("loss wan", truth.Name, truth.DropsWanSide!.Value, got.Loss.Wan.Segments, 2, 0.1);
            checks.Around("loss lan", truth.Name, truth.DropsLanSide!.Value, got.Loss.Lan.Segments, 2, 0.1);
        }
    }
}

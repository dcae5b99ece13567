using EdgeProbe.Capture.Truth.Checks;

namespace EdgeProbe.Capture.Truth;

/// <summary>
/// Where an anchor is wrong by our definitions, or measures something else, in a capture that we know: exactly this check, with exactly this
/// result. Any other result fails. The reasons stand at length in docs/decisions/differences-from-tshark-and-tcptrace.md.
/// </summary>
internal static class KnownDifferences
{
    private static readonly Known[] All =
    [
        new("ndpi__FAX-Call-t38-CA-TDM-SIP-FB-1.pcap", "RTP received", "159", "27 packets of the same stream are T.38 to tshark after a new SDP; they are RTP as before"),
        new("ndpi__dns_fragmented.pcap", "DNS least", "263 us", "an answer in fragments is timed by its first, in which the header is; tshark times the last"),
    ];

    public static IReadOnlyList<Check> Explain(string capture, IReadOnlyList<Check> checks) =>
        [.. checks.Select(check => check.Passed ? check : Explain(capture, check))];

    private static Check Explain(string capture, Check check)
    {
        var known = All.FirstOrDefault(known => known.Capture == capture && known.Check == check.Name && known.Got == check.Got);
        return known is null ? check : check with { Passed = true, Reason = known.Reason };
    }

    private sealed record Known(string Capture, string Check, string Got, string Reason);
}

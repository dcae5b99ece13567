using EdgeProbe.Capture.Truth.Checks;

namespace EdgeProbe.Capture.Truth;

/// <summary>
/// Where an anchor is wrong by our definitions, or measures something else, in a capture that we know: exactly this check, with exactly this
/// result. Any other result fails. The reasons stand at length in docs/decisions/differences-from-tshark-and-tcptrace.md.
/// </summary>
internal static class KnownDifferences
{
    private const string AfterRepair = "tcptrace leaves out what came after a repair in the same quarter of the number space; with those samples the median is this one";

    private static readonly Known[] All =
    [
        new("ndpi__FAX-Call-t38-CA-TDM-SIP-FB-1.pcap", "RTP received", "159", "27 packets of the same stream are T.38 to tshark after a new SDP; they are RTP as before"),
        new("ndpi__dns_fragmented.pcap", "DNS least", "263 us", "an answer in fragments is timed by its first, in which the header is; tshark times the last"),
        new("ndpi__dnscrypt-v1-and-resolver-pings.pcap", "DNS least", "20853 us", "the questions are in fragments: timed by the first, in which the header is; tshark times the last"),
        new("ndpi__dnscrypt-v1-and-resolver-pings.pcap", "DNS median", "39213 us", "the questions are in fragments: timed by the first, in which the header is; tshark times the last"),
        new("ndpi__dnscrypt-v1-and-resolver-pings.pcap", "DNS most", "332587 us", "the questions are in fragments: timed by the first, in which the header is; tshark times the last"),
        new("ndpi__fuzz-2006-06-26-2594.pcap", "DNS answers", "9", "names damaged by the fuzzer: an answer to another name than was asked is none; tshark pairs by number alone"),
        new("ndpi__fuzz-2006-06-26-2594.pcap", "DNS times", "9", "names damaged by the fuzzer: an answer to another name than was asked is none; tshark pairs by number alone"),
        new("ndpi__fuzz-2006-06-26-2594.pcap", "DNS least", "1486 us", "names damaged by the fuzzer: an answer to another name than was asked is none; tshark pairs by number alone"),
        new("ndpi__fuzz-2006-06-26-2594.pcap", "DNS median", "1523 us", "names damaged by the fuzzer: an answer to another name than was asked is none; tshark pairs by number alone"),
        new("ndpi__fuzz-2006-06-26-2594.pcap", "DNS NOERROR and NODATA", "9", "names damaged by the fuzzer: an answer to another name than was asked is none; tshark pairs by number alone"),
        new("suricata__tls-subjectaltname-input.pcap", "RTT median", "111 us", AfterRepair),
        new("suricata__tls-subjectaltname-input.pcap", "RTT median", "118 us", AfterRepair),
        new("suricata__tls-subjectaltname-input.pcap", "RTT median", "190 us", AfterRepair),
        new("suricata__tls-subjectaltname-input.pcap", "RTT median", "106 us", AfterRepair),
        new("suricata__tls-subjectaltname-input.pcap", "RTT median", "105 us", AfterRepair),
        new("suricata__tls-subjectaltname-input.pcap", "RTT median", "127 us", AfterRepair),
        new("zeek__reassembly.pcap", "RTT median", "159 us", AfterRepair),
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

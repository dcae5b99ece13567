using System.Globalization;
using EdgeProbe.Capture.Truth.Anchors;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>Questions with one answer each: DNS and echo.</summary>
internal static class LookupTruths
{
    public static DnsTruth DnsOf(TsharkTable table)
    {
        TsharkFrame[] messages = [.. table.Frames.Where(frame => frame.Has(TsharkField.DnsId) && frame.Speaks("dns"))];
        TsharkFrame[] responses = [.. messages.Where(frame => frame.True(TsharkField.DnsResponse))];
        TsharkFrame[] timed = [.. responses.Where(frame => frame.Has(TsharkField.DnsTime) && frame.All(TsharkField.DnsTime).All(time => SecondsToUs(time) <= LongestUs))];
        return new DnsTruth
        {
            Queries = messages.Length - responses.Length,
            Responses = responses.Length,
            Retransmissions = messages.Count(frame => !frame.True(TsharkField.DnsResponse) && frame.Has(TsharkField.DnsRetransmission)),
            TimesUs = [.. timed.SelectMany(frame => frame.All(TsharkField.DnsTime)).Select(SecondsToUs).Order()],
            Rcodes = timed.SelectMany(Rcodes).CountBy(rcode => rcode).ToDictionary(),
        };
    }

    // passive.md section 2: a request without a reply in this time is lost, whatever comes later.
    private const double EchoTimeoutUs = 5_000_000;

    // passive.md section 6: nothing that is measured takes longer.
    private const double LongestUs = 10_000_000;

    /// <summary>Answers of both families, the first reply to each request, in time.</summary>
    public static EchoTruth EchoOf(TsharkTable table)
    {
        var times = table.Frames.Where(frame => frame.Has(TsharkField.IcmpRtt))
            .Select(frame => double.Parse(frame.First(TsharkField.IcmpRtt), CultureInfo.InvariantCulture) * 1000);
        return new EchoTruth
        {
            Requests = table.Frames.Count(frame => frame.First(TsharkField.IcmpType) == "8" || frame.First(TsharkField.Icmp6Type) == "128"),
            TimesUs = [.. times.Concat(EchoSix(table)).Where(time => time <= EchoTimeoutUs).Order()],
        };
    }

    // tshark times ICMPv6 echo only in a statistic of its own.
    private static IEnumerable<double> EchoSix(TsharkTable table)
    {
        var asked = new Dictionary<(string, string, string, string), long>();
        foreach (var frame in table.Frames)
        {
            var (type, id, sequence) = (frame.First(TsharkField.Icmp6Type), frame.First(TsharkField.Icmp6Identifier), frame.First(TsharkField.Icmp6Sequence));
            var (source, destination) = (frame.First(TsharkField.Ip6Source), frame.First(TsharkField.Ip6Destination));
            if (type == "128") asked.TryAdd((id, sequence, source, destination), frame.TimeNs);
            else if (type == "129" && asked.Remove((id, sequence, destination, source), out var at)) yield return (frame.TimeNs - at) / 1000d;
        }
    }

    // A segment may hold several answers; then only as many as have a time.
    private static IEnumerable<int> Rcodes(TsharkFrame frame) =>
        frame.All(TsharkField.DnsRcode).Take(frame.All(TsharkField.DnsTime).Length).Select(rcode => (int)TsharkFrame.ToNumber(rcode));

    private static double SecondsToUs(string seconds) => TsharkFrame.ToNs(seconds) / 1000d;
}

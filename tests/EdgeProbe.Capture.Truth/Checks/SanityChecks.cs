using EdgeProbe.Capture.Truth.Documents;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>What must hold of every document, whatever the capture.</summary>
internal static class SanityChecks
{
    // passive.md section 2: what took longer is void.
    public const double LongestUs = 10_000_000;

    public static void Add(CheckList checks, ReplayDocument document, double longestUs = LongestUs)
    {
        var before = checks.Checks.Count;
        foreach (var (subject, delays) in AllDelays(document))
        {
            if (Problem(delays, longestUs) is { } problem) checks.True("sanity", subject, $"0 to {CheckList.Us(longestUs)}, in order", problem, passed: false);
        }

        foreach (var connection in document.Connections)
        {
            foreach (var time in new[] { connection.Connect.WanUs, connection.Connect.LanUs, connection.Connect.FullUs })
            {
                if (time is < 0 or > 3 * LongestUs) checks.True("sanity", $"connect of {connection.Client}", "0 to 30 s", CheckList.Us(time), passed: false);
            }
        }

        checks.True("sanity", "whole document", "no impossible time", "as above", checks.Checks.Count == before);
    }

    private static IEnumerable<(string Subject, Delays Delays)> AllDelays(ReplayDocument document)
    {
        foreach (var connection in document.Connections)
        {
            yield return ($"{connection.Client} > {connection.Server} wan", connection.Rtt.Wan);
            yield return ($"{connection.Client} > {connection.Server} lan", connection.Rtt.Lan);
        }

        foreach (var quic in document.Quic)
        {
            yield return ($"{quic.Client} > {quic.Server} spin wan", quic.Spin.Wan);
            yield return ($"{quic.Client} > {quic.Server} spin lan", quic.Spin.Lan);
        }

        yield return ("DNS", document.Dns.TimeUs);
        yield return ("echo wan", document.Icmp.Echo.Wan);
        yield return ("echo lan", document.Icmp.Echo.Lan);
        yield return ("echo unknown", document.Icmp.Echo.Unknown);
    }

    private static string? Problem(Delays delays, double longestUs)
    {
        double?[] values = [delays.MinUs, delays.P50Us, delays.P95Us, delays.MaxUs];
        if (delays.N == 0) return values.All(value => value is null) ? null : "values of no sample";
        if (values.Any(value => value is null)) return $"{delays.N} samples without a value";
        if (delays.MinUs < 0) return $"negative: {CheckList.Us(delays.MinUs)}";
        if (delays.MaxUs > longestUs) return $"too long: {CheckList.Us(delays.MaxUs)}";
        return delays.MinUs <= delays.P50Us && delays.P50Us <= delays.P95Us && delays.P95Us <= delays.MaxUs
            ? null
            : $"percentiles of {delays.N} out of order: {string.Join(", ", values.Select(value => CheckList.Us(value)))}";
    }
}

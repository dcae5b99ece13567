using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>Holds what we asked of tshark and tcptrace to a truth file: a difference is a mistake of this harness, or another version of theirs.</summary>
internal static class TruthFileChecks
{
    // The file rounds to six digits of a millisecond.
    private const double ToleranceUs = 0.01;
    private const string Subject = "tshark and tcptrace asked now";

    public static void Add(CheckList checks, CaptureTruth truth, TruthFile file)
    {
        ConnectionTruth[] clean = [.. truth.Connections.Where(connection => connection.Clean)];
        checks.Equal("truth file, packets", Subject, file.Packets, truth.Frames);
        checks.Equal("truth file, connections", Subject, file.Connections, truth.Connections.Count);
        checks.Near("truth file, SYN to SYN-ACK", Subject, file.CleanToServerP50Us, Median(clean.Select(each => each.ToServerUs)), ToleranceUs);
        checks.Near("truth file, SYN-ACK to ACK", Subject, file.CleanToClientP50Us, Median(clean.Select(each => each.ToClientUs)), ToleranceUs);
        checks.Equal("truth file, RTT samples", Subject, file.RttSamples, truth.Rtt.Sum(each => each.OfFirst.Counted + each.OfSecond.Counted));
        checks.Equal("truth file, DNS times", Subject, file.DnsTimes, truth.Dns.TimesUs.Count);
        checks.Near("truth file, DNS median", Subject, file.DnsP50Us, Percentiles.NearestRank(truth.Dns.TimesUs, 50), ToleranceUs);
        checks.Equal("truth file, echo times", Subject, file.EchoTimes, truth.Echo.TimesUs.Count);
    }

    private static double? Median(IEnumerable<double?> times) => Percentiles.NearestRank(times.OfType<double>(), 50);
}

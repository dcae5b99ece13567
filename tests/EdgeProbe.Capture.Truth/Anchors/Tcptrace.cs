using System.Text.RegularExpressions;
using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;
using EdgeProbe.Testing;

namespace EdgeProbe.Capture.Truth.Anchors;

/// <summary>
/// RTT samples by tcptrace: one for each ACK that ends at a segment's last byte, unless a byte of that segment was sent twice (Karn) or a
/// segment below it was sent after it. It reads only classic pcap, so the capture is copied into one.
/// </summary>
internal static partial class Tcptrace
{
    /// <summary>Fewer samples than this have no median worth comparing.</summary>
    public const int LeastForMedian = 10;

    // What took longer is no round trip by our definition (passive.md section 6): an ACK that waited for something to carry it.
    private const double LongestUs = 10_000_000;

    public static async Task<IReadOnlyList<RttTruth>> ReadAsync(string capture, TsharkTable table)
    {
        using var directory = new TemporaryDirectory();
        var copy = directory.File("copy.pcap");
        await Tool.OutputAsync("editcap", ["-F", "pcap", capture, copy]);
        if (!File.Exists(copy)) return [];
        var report = await Tool.OutputAsync("tcptrace", ["-n", "-l", "-r", "-Z", "-R", copy], directory.Path);
        return [.. Connections(report).Select(found => found.Read(directory.Path, table))];
    }

    private static IEnumerable<Found> Connections(string report)
    {
        Found? current = null;
        foreach (var line in Tool.Lines(report))
        {
            if (ConnectionLine().Match(line) is { Success: true } connection)
            {
                if (current is not null) yield return current;
                current = new Found(int.Parse(connection.Groups[1].Value));
            }
            else if (current is not null && HostLine().Match(line) is { Success: true } host)
            {
                current.Hosts.Add((host.Groups[1].Value, Endpoint.Parse(host.Groups[2].Value)));
            }
            else if (current is not null && SamplesLine().Match(line) is { Success: true } samples)
            {
                current.Counts = (int.Parse(samples.Groups[1].Value), int.Parse(samples.Groups[2].Value));
            }
        }

        if (current is not null) yield return current;
    }

    private sealed class Found(int number)
    {
        /// <summary>The letters that tcptrace gives a host, and the host.</summary>
        public List<(string Letters, Endpoint End)> Hosts { get; } = [];

        public (int OfFirst, int OfSecond) Counts { get; set; }

        public RttTruth Read(string directory, TsharkTable table)
        {
            var (first, second) = (Hosts[0], Hosts[1]);
            return new RttTruth(number, first.End, second.End)
            {
                OfFirst = Samples(directory, table, first, second, Counts.OfFirst),
                OfSecond = Samples(directory, table, second, first, Counts.OfSecond),
            };
        }

        private static RttSamples Samples(
            string directory, TsharkTable table, (string Letters, Endpoint End) from, (string Letters, Endpoint End) to, int count)
        {
            if (count == 0) return default;
            var samples = TcptraceSamples.Read(directory, $"{from.Letters}2{to.Letters}", table.SegmentsOf(from.End, to.End));
            if (samples is null || samples.Count > count) return new RttSamples(count, null);
            // Samples of no microsecond are counted but not dumped: they are the smallest.
            double[] possible = [.. Enumerable.Repeat(0d, count - samples.Count), .. samples.Where(sample => sample <= LongestUs)];
            return new RttSamples(count, possible.Length, possible.Length < LeastForMedian ? null : Percentiles.NearestRank(possible, 50));
        }
    }

    [GeneratedRegex(@"^TCP connection (\d+):")]
    private static partial Regex ConnectionLine();

    [GeneratedRegex(@"^\s+host (\w+):\s+(\S+)")]
    private static partial Regex HostLine();

    [GeneratedRegex(@"^\s+RTT samples:\s+(\d+)\s+RTT samples:\s+(\d+)")]
    private static partial Regex SamplesLine();
}

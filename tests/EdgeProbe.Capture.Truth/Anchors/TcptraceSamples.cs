using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Anchors;

/// <summary>
/// tcptrace's samples one by one. Its dump (-Z) gives the first sequence number of the segment and whole milliseconds; its graph (-R) the time
/// of the ACK in microseconds. With the time of the segment from the capture itself the sample is exact to the microsecond.
/// </summary>
internal static class TcptraceSamples
{
    // The dump's name is written into 15 bytes.
    private const int LongestDumpName = 14;

    /// <returns>Microseconds; null when dump, graph and capture do not fit together.</returns>
    public static IReadOnlyList<double>? Read(string directory, string connection, IReadOnlyList<Segment> segments)
    {
        var dumpName = $"{connection}_rttraw.dat";
        var dump = Path.Combine(directory, dumpName[..Math.Min(dumpName.Length, LongestDumpName)]);
        var graph = Path.Combine(directory, $"{connection}_rtt.xpl");
        if (!File.Exists(dump)) return [];
        if (!File.Exists(graph)) return null;
        long[] acks = [.. File.ReadLines(graph).Where(line => line.StartsWith("dot ", StringComparison.Ordinal)).Select(line => TsharkFrame.ToNs(line.Split(' ')[1]) / 1000)];
        var bySequence = segments.ToLookup(segment => segment.Sequence);
        var samples = new List<double>();
        var at = 0;
        foreach (var line in File.ReadLines(dump))
        {
            var words = line.Split(' ');
            var (sequence, milliseconds) = ((uint)TsharkFrame.ToNumber(words[0]), TsharkFrame.ToNumber(words[1]));
            var sample = at < acks.Length ? Sample(Candidates(segments, bySequence, sequence), acks[at], milliseconds) : null;
            if (sample is { } found) at++;
            else if (milliseconds == 0) found = 1;      // The graph leaves out what took one microsecond.
            else return null;
            samples.Add(found);
        }

        return at == acks.Length ? samples : null;
    }

    // Of a segment that was partly sent before only the new part is timed: it begins inside.
    private static IEnumerable<Segment> Candidates(IReadOnlyList<Segment> segments, ILookup<uint, Segment> bySequence, uint sequence) =>
        bySequence[sequence].Any() ? bySequence[sequence] : segments.Where(segment => sequence - segment.Sequence < segment.Length);

    private static double? Sample(IEnumerable<Segment> candidates, long ackUs, long milliseconds)
    {
        foreach (var segment in candidates.Reverse())
        {
            var elapsed = ackUs - (segment.TimeNs / 1000);
            if (elapsed >= 0 && elapsed / 1000 == milliseconds) return elapsed;
        }

        return null;
    }
}

/// <summary>A segment that occupies sequence space, as captured.</summary>
internal readonly record struct Segment(long TimeNs, uint Sequence, uint Length);

using EdgeProbe.Capture.Truth.Anchors;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>
/// Signalled RTP streams, counted by sequence numbers that are told apart: RFC 3550 A.1 and A.3, with duplicates taken out first. tshark's own
/// count of lost packets subtracts duplicates from them and takes a jump of the numbers for loss.
/// </summary>
internal static class RtpTruths
{
    // passive.md section 2: a jump of more than this is another run of numbers.
    private const int LongestGap = 100;

    public static IReadOnlyList<RtpTruth> Of(TsharkTable table) =>
        [.. table.Frames.Where(frame => frame.Has(TsharkField.RtpSequence) && frame.Has(TsharkField.RtpSsrc) && !frame[TsharkField.RtpSequence].Contains(';'))
            .GroupBy(frame => (
                From: frame.Source(TsharkField.UdpSourcePort), To: frame.Destination(TsharkField.UdpDestinationPort), Ssrc: frame[TsharkField.RtpSsrc]))
            .Select(stream => Stream(new RtpTruth(stream.Key.From, stream.Key.To, stream.Key.Ssrc), [.. stream]))];

    private static RtpTruth Stream(RtpTruth stream, IReadOnlyList<TsharkFrame> frames)
    {
        var runs = new List<List<int>>();
        foreach (var frame in frames)
        {
            var sequence = (int)frame.Number(TsharkField.RtpSequence);
            if (runs.Count > 0)
            {
                var highest = runs[^1].Max();
                var step = (short)(sequence - (highest & 0xffff));
                if (Math.Abs(step) <= LongestGap)
                {
                    runs[^1].Add(highest + step);
                    continue;
                }
            }

            runs.Add([sequence + 0x10000]);
        }

        return stream with
        {
            Packets = frames.Count,
            Unique = runs.Sum(run => run.Distinct().Count()),
            Lost = runs.Sum(run => run.Max() - run.Min() + 1 - run.Distinct().Count()),
            Jumps = runs.Count - 1,
        };
    }
}

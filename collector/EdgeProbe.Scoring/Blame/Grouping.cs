using System.Numerics;

namespace EdgeProbe.Scoring.Blame;

/// <summary>Segments as they could be told apart: each measured point ends one share of the way.</summary>
internal static class Grouping
{
    /// <param name="measured">A bit for each point, gateway first; the service among them.</param>
    public static SegmentShare[] Of(int measured)
    {
        var groups = new SegmentShare[BitOperations.PopCount((uint)measured)];
        var (count, first) = (0, 0);
        for (var point = 0; point < BySegment<double>.Count; point++)
        {
            if ((measured & (1 << point)) == 0) continue;
            groups[count++] = new SegmentShare((Segment)(first + 1), (Segment)(point + 1), 0);
            first = point + 1;
        }

        return groups;
    }

    /// <summary>The segments (a bit for each) of a set of groups (a bit for each).</summary>
    public static int Members(SegmentShare[] groups, int set)
    {
        var members = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            if ((set & (1 << i)) == 0) continue;
            for (var segment = groups[i].First; segment <= groups[i].Last; segment++) members |= 1 << ((int)segment - 1);
        }

        return members;
    }
}

namespace EdgeProbe.Scoring.Blame;

/// <summary>
/// Points that one segment cost, or two and more together where the points of the ladder between them were not measured.
/// </summary>
/// <param name="Points">0 to 100.</param>
public readonly record struct SegmentShare(Segment First, Segment Last, double Points)
{
    public bool IsMerged => First != Last;

    public bool Holds(Segment segment) => segment >= First && segment <= Last;

    /// <summary>"access", or "access+core" for what could not be told apart.</summary>
    public string Name => string.Join('+', Enumerable.Range((int)First, Last - First + 1).Select(segment => NameOf((Segment)segment)));

    /// <summary>The name in profiles, database fields and the API.</summary>
    public static string NameOf(Segment segment) => segment switch
    {
        Segment.Lan => "lan",
        Segment.Access => "access",
        Segment.Core => "core",
        Segment.Service => "service",
        _ => throw new ArgumentOutOfRangeException(nameof(segment), segment, "not a segment of the way"),
    };

    /// <summary>The shares by what each segment cost: null where its part is in the one before it, or before all of them in the next.</summary>
    public static IReadOnlyList<SegmentShare> Of(in BySegment<double?> points)
    {
        var shares = new List<SegmentShare>(BySegment<double?>.Count);
        for (var i = 0; i < BySegment<double?>.Count; i++)
        {
            var segment = (Segment)(i + 1);
            if (points[i] is { } own) shares.Add(new SegmentShare(shares.Count == 0 ? Segment.Lan : segment, segment, own));
            else if (shares.Count > 0) shares[^1] = shares[^1] with { Last = segment };
        }

        return shares;
    }
}

using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Availability;

/// <summary>Points for the unavailable share of the observed time: 99.95 % available is perfect, 95 % is worth nothing.</summary>
public static class AvailabilityScore
{
    /// <summary>Shorter observation says nothing of availability.</summary>
    public static readonly TimeSpan LeastObserved = TimeSpan.FromHours(1);

    public static double? Points(AvailabilityAnchors anchors, double? unavailableShare)
    {
        if (unavailableShare is not { } share) return null;
        if (share <= anchors.Optimal) return 100;
        return 100 * Math.Clamp(Math.Log(anchors.Unacceptable / share) / Math.Log(anchors.Unacceptable / anchors.Optimal), 0, 1);
    }
}

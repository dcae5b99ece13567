namespace EdgeProbe.Scoring.Indicators;

/// <summary>Latency in milliseconds by percentile (0 to 100), and loss as a share; loss null when it is not part of the requirement.</summary>
public sealed record OutcomeRequirement(IReadOnlyDictionary<double, double> LatencyMs, double? Loss);

/// <summary>What was measured, against the same percentiles; throughput in Mbit/s, null when it was not measured.</summary>
public sealed record OutcomeMeasured(IReadOnlyDictionary<double, double> LatencyMs, double Loss, double? ThroughputMbps);

/// <summary>
/// IETF Quality of Outcome: how far a measured distribution lies between the requirement for optimal performance and the point where
/// performance is unacceptable, by the worst of its parts. The draft names no precision and no window; those are the profile's.
/// </summary>
public static class Outcomes
{
    public static double Points(OutcomeMeasured measured, OutcomeRequirement optimal, OutcomeRequirement unacceptable, double? requiredMbps)
    {
        if (requiredMbps is { } required && measured.ThroughputMbps < required) return 0;
        var points = 100.0;
        foreach (var (percentile, best) in optimal.LatencyMs)
        {
            var part = Scales.Linear(measured.LatencyMs[percentile], best, unacceptable.LatencyMs[percentile]);
            points = Math.Min(points, part);
        }

        if (optimal.Loss is { } bestLoss && unacceptable.Loss is { } worstLoss)
            points = Math.Min(points, Scales.Linear(measured.Loss, bestLoss, worstLoss));
        return points;
    }
}

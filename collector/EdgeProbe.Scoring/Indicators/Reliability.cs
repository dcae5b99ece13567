namespace EdgeProbe.Scoring.Indicators;

/// <summary>How far a score can be relied on (scoring profile 1, section 10, "State").</summary>
public static class Reliability
{
    /// <summary>Share of the scoring window that was measured, 0 to 1, under which a score says too little to conclude from.</summary>
    public const double LeastCoverage = 0.5;

    /// <summary>The same share under which a score is not sure.</summary>
    public const double SureCoverage = 0.8;

    /// <summary>Points between the ends of an envelope above which a score says too little to conclude from.</summary>
    public const double WidestUsable = 25;

    /// <summary>Points between the ends of an envelope above which a score is not sure.</summary>
    public const double WidestSure = 10;

    /// <summary>Periods without new data after which a score is the last known one, not the present one.</summary>
    public const double StalePeriods = 3;

    /// <param name="observed">Observations behind the score.</param>
    /// <param name="highestQuantile">Highest quantile the score reads, as a share.</param>
    /// <param name="coverage">Share of the scoring window that was measured, 0 to 1.</param>
    /// <param name="width">High minus low end of the score's envelope, in points.</param>
    /// <param name="ageSeconds">Age of the newest data.</param>
    /// <param name="periodSeconds">How often new data is expected.</param>
    public static ScoreState Of(long observed, double highestQuantile, double coverage, double width, double ageSeconds, double periodSeconds)
    {
        if (observed == 0) return ScoreState.NoData;
        if (ageSeconds > StalePeriods * periodSeconds) return ScoreState.Stale;
        if (observed < Confidence.FewestFor(highestQuantile) || coverage < LeastCoverage || width > WidestUsable) return ScoreState.Insufficient;
        return coverage < SureCoverage || width > WidestSure ? ScoreState.Provisional : ScoreState.Confident;
    }
}

namespace EdgeProbe.Scoring.Indicators;

/// <summary>How far a score can be relied on (scoring profile 1, section 10, "State").</summary>
public static class Reliability
{
    /// <param name="observed">Observations behind the score.</param>
    /// <param name="highestQuantile">Highest quantile the score reads, as a share.</param>
    /// <param name="coverage">Share of the scoring window that was measured, 0 to 1.</param>
    /// <param name="width">High minus low end of the score's envelope, in points.</param>
    /// <param name="ageSeconds">Age of the newest data.</param>
    /// <param name="periodSeconds">How often new data is expected.</param>
    public static ScoreState Of(long observed, double highestQuantile, double coverage, double width, double ageSeconds, double periodSeconds)
    {
        if (observed == 0) return ScoreState.NoData;
        if (ageSeconds > 3 * periodSeconds) return ScoreState.Stale;
        if (observed < Confidence.FewestFor(highestQuantile) || coverage < 0.5 || width > 25) return ScoreState.Insufficient;
        return coverage < 0.8 || width > 10 ? ScoreState.Provisional : ScoreState.Confident;
    }
}

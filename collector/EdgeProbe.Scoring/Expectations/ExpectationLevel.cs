namespace EdgeProbe.Scoring.Expectations;

/// <summary>What a customer expects, from what is known of them; and what a score is worth to someone who rates differently.</summary>
public static class ExpectationLevel
{
    /// <summary>Weight of the customer's own usual level, 0 to 1.</summary>
    public const double OwnWeight = 0.6;

    /// <summary>Weight of their peers' level, 0 to 1.</summary>
    public const double PeerWeight = 0.4;

    /// <summary>As many imagined ratings without a residual: a few real ones move a score only a little.</summary>
    public const int PseudoRatings = 10;

    /// <summary>
    /// The higher of the promise and of what the customer has known: their own 28-day median and their peers'. Missing parts drop out; null
    /// when nothing is known. Never falls because service was bad for long, as the promise holds it up.
    /// </summary>
    public static double? Of(double? promise, double? own, double? peers)
    {
        var known = (own, peers) switch
        {
            ({ } o, { } p) => (OwnWeight * o + PeerWeight * p) / (OwnWeight + PeerWeight),
            _ => own ?? peers,
        };
        return promise is { } promised && known is { } usual ? Math.Max(promised, usual) : promise ?? known;
    }

    /// <summary>A score moved towards the customer's own ratings; each residual is a rating of 0 to 100 minus the score at that time.</summary>
    public static double? Calibrated(double? score, IReadOnlyCollection<double> residuals) =>
        score is { } points ? Math.Clamp(points + residuals.Sum() / (residuals.Count + PseudoRatings), 0, 100) : null;
}

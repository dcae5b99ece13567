namespace EdgeProbe;

/// <summary>How far a score can be relied on (scoring profile 1, section 10), worst first.</summary>
public enum ScoreState : byte { NoData, Stale, Insufficient, Provisional, Confident }

/// <summary>
/// A score of 0 to 100 with the envelope that its inputs' 95 % bounds give, and how far to rely on it. Null is unknown: never 0, never 100.
/// </summary>
public readonly record struct Score(double? Value, double? Low, double? High, ScoreState State)
{
    public static Score Unknown => new(null, null, null, ScoreState.NoData);
}

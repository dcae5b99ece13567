namespace EdgeProbe.Scoring.Expectations;

/// <summary>Where what was delivered lies in the customer's zone of tolerance.</summary>
public enum ExpectationState : byte { NoData, BelowAdequate, WithinTolerance, AboveDesired }

/// <summary>
/// What was delivered against what this customer expected, in points: superiority over the adequate and the desired level, the gap to the
/// expectation, and the satisfaction that follows. Falling short weighs more than twice what exceeding does.
/// </summary>
public readonly record struct Expectation(
    ExpectationState State, double? Expected, double? Gap, double? OverAdequate, double? OverDesired, double? Satisfaction)
{
    /// <summary>Satisfaction gained for a point above the expectation.</summary>
    public const double GainWeight = 0.20;

    /// <summary>Satisfaction lost for a point under it.</summary>
    public const double LossWeight = 0.45;

    /// <param name="expected">The customer's own expectation; the middle of the zone when absent.</param>
    public static Expectation Of(double? delivered, double adequate, double desired, double? expected = null)
    {
        if (delivered is not { } points) return new Expectation(ExpectationState.NoData, null, null, null, null, null);
        var level = expected ?? (adequate + desired) / 2;
        var gap = points - level;
        var state = points < adequate ? ExpectationState.BelowAdequate
            : points > desired ? ExpectationState.AboveDesired
            : ExpectationState.WithinTolerance;
        var satisfaction = Math.Clamp(points + (gap >= 0 ? GainWeight : LossWeight) * gap, 0, 100);
        return new Expectation(state, level, gap, points - adequate, points - desired, satisfaction);
    }
}

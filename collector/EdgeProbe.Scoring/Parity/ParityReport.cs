namespace EdgeProbe.Scoring.Parity;

public enum ParityState : byte { Insufficient, Parity, Watch, Gap }

/// <summary>Two groups of customers that are alike in technology, tier and region: one score for each customer.</summary>
public sealed record Stratum(IReadOnlyList<double> A, IReadOnlyList<double> B);

/// <summary>First group minus second at the 10th, 50th and 90th percentile, in points.</summary>
public readonly record struct QuantileDifferences(double P10, double P50, double P90);

/// <summary>
/// Whether two classes of customers are treated alike: like is compared with like, strata are averaged by the smaller group's size, and a
/// group under five never shows. A gap needs size, effect and significance together; a bad tail alone is worth watching.
/// </summary>
public sealed record ParityReport(ParityState State, int CountA, int CountB)
{
    /// <summary>Fewest customers on each side of a stratum that counts; smaller ones are suppressed.</summary>
    public const int SmallestGroup = 5;

    /// <summary>Fewest customers of each class in the strata that count.</summary>
    public const int FewestUsable = 10;

    /// <summary>Points from which a shift is large.</summary>
    public const double LargeShift = 5;

    /// <summary>Cliff's delta, regardless of sign, from which an effect is small; below it is negligible.</summary>
    public const double SmallEffect = 0.147;

    /// <summary>From here it is medium.</summary>
    public const double MediumEffect = 0.33;

    /// <summary>From here it is large.</summary>
    public const double LargeEffect = 0.474;

    /// <summary>Points of difference in the worst-off tenth that are worth watching by themselves.</summary>
    public const double LargeTail = 10;

    public double? Shift { get; private init; }

    public double? CliffsDelta { get; private init; }

    /// <summary>Weighted Stouffer combination of the strata's Mann-Whitney z.</summary>
    public double? Z { get; private init; }

    public QuantileDifferences? Differences { get; private init; }

    /// <summary>Size of the effect in words after Romano's limits for Cliff's delta; null when insufficient.</summary>
    public string? Size => CliffsDelta is not { } delta ? null : Math.Abs(delta) switch
    {
        < SmallEffect => "negligible",
        < MediumEffect => "small",
        < LargeEffect => "medium",
        _ => "large",
    };

    public static ParityReport Of(IEnumerable<Stratum> strata)
    {
        var usable = strata.Where(stratum => stratum.A.Count >= SmallestGroup && stratum.B.Count >= SmallestGroup).ToList();
        var countA = usable.Sum(stratum => stratum.A.Count);
        var countB = usable.Sum(stratum => stratum.B.Count);
        if (countA < FewestUsable || countB < FewestUsable) return new ParityReport(ParityState.Insufficient, countA, countB);

        var shift = Average(usable, GroupStatistics.HodgesLehmann);
        var delta = Average(usable, GroupStatistics.CliffsDelta);
        var z = Stouffer(usable);
        var differences = new QuantileDifferences(QuantileDifference(usable, 0.1), QuantileDifference(usable, 0.5), QuantileDifference(usable, 0.9));
        return new ParityReport(StateOf(shift, delta, z, differences), countA, countB) { Shift = shift, CliffsDelta = delta, Z = z, Differences = differences };
    }

    private static ParityState StateOf(double shift, double delta, double z, QuantileDifferences differences)
    {
        var significant = GroupStatistics.IsSignificant(z);
        var effect = Math.Abs(delta) >= SmallEffect;
        var large = Math.Abs(shift) >= LargeShift && effect;
        if (significant && large) return ParityState.Gap;
        return large || (significant && effect) || Math.Abs(differences.P10) >= LargeTail ? ParityState.Watch : ParityState.Parity;
    }

    private static double QuantileDifference(List<Stratum> strata, double share) =>
        Average(strata, (a, b) => GroupStatistics.Quantile(a, share) - GroupStatistics.Quantile(b, share));

    private static double Average(List<Stratum> strata, Func<IReadOnlyList<double>, IReadOnlyList<double>, double> figure) =>
        strata.Sum(stratum => Weight(stratum) * figure(stratum.A, stratum.B)) / strata.Sum(Weight);

    private static double Stouffer(List<Stratum> strata) =>
        strata.Sum(stratum => Weight(stratum) * GroupStatistics.MannWhitneyZ(stratum.A, stratum.B))
        / Math.Sqrt(strata.Sum(stratum => Weight(stratum) * Weight(stratum)));

    private static double Weight(Stratum stratum) => Math.Min(stratum.A.Count, stratum.B.Count);
}

using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Scoring.Parity;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>See <see cref="ParityAnswer"/>; differences are positive where class a is better off.</summary>
public sealed record ParityView
{
    public required CustomerClass A { get; init; }

    public required CustomerClass B { get; init; }

    public required ParityOf Of { get; init; }

    public required string Unit { get; init; }

    public int Days { get; init; }

    public ParityState State { get; init; }

    public int DaysInGap { get; init; }

    public int CountA { get; init; }

    public int CountB { get; init; }

    public double? Shift { get; init; }

    public double? CliffsDelta { get; init; }

    public string? Size { get; init; }

    public double? Z { get; init; }

    public QuantileDifferences? Differences { get; init; }

    public Spread? QuantilesA { get; init; }

    public Spread? QuantilesB { get; init; }

    public required IReadOnlyList<ParityStratum> Strata { get; init; }

    public required string Sentence { get; init; }

    internal static ParityView From(ParityAnswer answer) => new()
    {
        A = answer.A,
        B = answer.B,
        Of = answer.Of,
        Unit = answer.Unit,
        Days = answer.Days,
        State = answer.State,
        DaysInGap = answer.DaysInGap,
        CountA = answer.Report.CountA,
        CountB = answer.Report.CountB,
        Shift = answer.Report.Shift,
        CliffsDelta = answer.Report.CliffsDelta,
        Size = answer.Report.Size,
        Z = answer.Report.Z,
        Differences = answer.Report.Differences,
        QuantilesA = answer.QuantilesA,
        QuantilesB = answer.QuantilesB,
        Strata = answer.Strata,
        Sentence = answer.Sentence,
    };
}

public sealed record ParityPairView(CustomerClass A, CustomerClass B, ParityOf Of, ParityState State, double? Shift, int CountA, int CountB);

public sealed record ParityOverview(DateTimeOffset GeneratedAt, IReadOnlyList<CustomerClass> Classes, IReadOnlyList<ParityPairView> Pairs);

public sealed record ScoreSpreadView(double P10, double P50, double P90);

public sealed record MergedDelayView(double? P50Ms, double? P95Ms, double? P99Ms, long Samples);

/// <summary>See <see cref="RollupGroup"/>.</summary>
public sealed record RollupGroupView
{
    public required string Key { get; init; }

    public int Probes { get; init; }

    public int Customers { get; init; }

    public int Known { get; init; }

    public ScoreSpreadView? Score { get; init; }

    public required IReadOnlyDictionary<string, int> Bands { get; init; }

    public int Below { get; init; }

    public MergedDelayView? Delay { get; init; }

    public double? LossPercent { get; init; }

    public double? LossLowPercent { get; init; }

    public double? LossHighPercent { get; init; }

    public required IReadOnlyDictionary<string, int> Blamed { get; init; }

    internal static RollupGroupView Of(RollupGroup group) => new()
    {
        Key = group.Key,
        Probes = group.Probes,
        Customers = group.Customers,
        Known = group.Known,
        Score = group.Known == 0 ? null : new ScoreSpreadView(group.ScoreAt(0.1)!.Value, group.ScoreAt(0.5)!.Value, group.ScoreAt(0.9)!.Value),
        Bands = group.Bands,
        Below = group.Below,
        Delay = group.Delays.Count == 0 ? null : new MergedDelayView(Ms(group, 0.5), Ms(group, 0.95), Ms(group, 0.99), group.Delays.Count),
        LossPercent = group.Sent == 0 ? null : 100.0 * group.Lost / group.Sent,
        LossLowPercent = 100 * group.LossBounds?.Low,
        LossHighPercent = 100 * group.LossBounds?.High,
        Blamed = group.Blamed,
    };

    private static double? Ms(RollupGroup group, double share) => group.Delays.Quantile(share) / 1000;
}

public sealed record RollupList(RollupBy By, DateTimeOffset GeneratedAt, IReadOnlyList<RollupGroupView> Groups);

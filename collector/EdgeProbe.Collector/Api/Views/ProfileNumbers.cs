using EdgeProbe.Collector.Experience;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Expectations;
using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Parity;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>What makes one score of several apps. Shares are 0 to 1.</summary>
public sealed record CompositeNumbers
{
    public double PointsAboveWorstCoreApp { get; } = CompositeScore.AboveWorstCoreApp;

    public double CoreAppFromWeight { get; } = Persona.CoreWeight;

    public double LeastShareOfWeight { get; } = CompositeScore.LeastCoverage;

    public double LeastShareOfADaysUse { get; } = DaySummary.LeastCoverage;
}

/// <summary>When somebody is blamed.</summary>
public sealed record BlameNumbers
{
    public double LeastPoints { get; } = Verdict.LeastPoints;

    public double PointsAheadOfTheNext { get; } = Verdict.ClearLead;
}

/// <summary>What a customer expects, and what falling short of it weighs.</summary>
public sealed record ExpectationNumbers
{
    public double OwnWeight { get; } = ExpectationLevel.OwnWeight;

    public double PeerWeight { get; } = ExpectationLevel.PeerWeight;

    public int OwnDays { get; } = CustomerRecord.OwnDays;

    public double SatisfactionPerPointAbove { get; } = Expectation.GainWeight;

    public double SatisfactionPerPointShort { get; } = Expectation.LossWeight;

    public int RatingsImaginedBeforeTheFirst { get; } = ExpectationLevel.PseudoRatings;
}

/// <summary>When two classes of customers are not treated alike.</summary>
public sealed record ParityNumbers
{
    /// <summary>Customers on each side of a stratum.</summary>
    public int SmallestGroup { get; } = ParityReport.SmallestGroup;

    /// <summary>Customers of each class in strata that count.</summary>
    public int FewestUsable { get; } = ParityReport.FewestUsable;

    public double LargeShiftPoints { get; } = ParityReport.LargeShift;

    public double SmallCliffsDelta { get; } = ParityReport.SmallEffect;

    public double MediumCliffsDelta { get; } = ParityReport.MediumEffect;

    public double LargeCliffsDelta { get; } = ParityReport.LargeEffect;

    public double SignificantZ { get; } = Gaussian.Z95;

    public double WatchedTailPoints { get; } = ParityReport.LargeTail;

    public int DaysLookedBackOn { get; } = ParityBoard.HistoryDays;

    public int DaysThatMakeAGap { get; } = ParityBoard.GapDays;
}

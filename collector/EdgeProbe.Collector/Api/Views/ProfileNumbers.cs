using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Calibration;
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

/// <summary>How sure a score is. Shares are 0 to 1.</summary>
public sealed record CertaintyNumbers
{
    /// <summary>How often the true score lies inside the envelope.</summary>
    public double EnvelopePercent { get; } = Confidence.Percent;

    public double WidestSurePoints { get; } = Reliability.WidestSure;

    public double WidestUsablePoints { get; } = Reliability.WidestUsable;

    public double SureShareMeasured { get; } = Reliability.SureCoverage;

    public double LeastShareMeasured { get; } = Reliability.LeastCoverage;

    public double StaleAfterSeconds { get; } = Reliability.StalePeriods * ScoreWindow.PeriodMs / 1000;

    /// <summary>Minutes from which on only data that comes late changes a minute's score.</summary>
    public double FinalAfterMinutes { get; } = ScoreWorkspace.FinalAfterMs / 60_000.0;
}

/// <summary>When somebody is blamed, and when neighbours on the same access node decide.</summary>
public sealed record BlameNumbers
{
    public double LeastPoints { get; } = Verdict.LeastPoints;

    public double PointsAheadOfTheNext { get; } = Verdict.ClearLead;

    /// <summary>Neighbours who have it too, for it to be the node.</summary>
    public int FewestNeighboursThatConfirm { get; } = Verdict.FewestConfirming;

    /// <summary>Their share of those who were heard, 0 to 1.</summary>
    public double LeastShareThatConfirms { get; } = Verdict.LeastConfirmingShare;

    /// <summary>Neighbours who are well, for it to be this line alone.</summary>
    public int FewestNeighboursThatAbsolve { get; } = Verdict.FewestAbsolving;
}

/// <summary>What a customer expects, and what falling short of it weighs.</summary>
public sealed record ExpectationNumbers
{
    public double OwnWeight { get; } = ExpectationLevel.OwnWeight;

    public double PeerWeight { get; } = ExpectationLevel.PeerWeight;

    public int OwnDays { get; } = CustomerRecord.OwnDays;

    /// <summary>Known days among these that make it a habit.</summary>
    public int FewestOwnDays { get; } = CustomerRecord.FewestOwnDays;

    public int FewestPeers { get; } = Peers.Fewest;

    /// <summary>Half the width of a zone that nobody promised, in points.</summary>
    public double PointsAroundAUsualLevel { get; } = CustomerExperience.Around;

    /// <summary>How much worse than advertised, 0 to 1, is still adequate.</summary>
    public double AdvertisedTolerance { get; } = PlanPromise.Tolerance;

    public double SatisfactionPerPointAbove { get; } = Expectation.GainWeight;

    public double SatisfactionPerPointShort { get; } = Expectation.LossWeight;

    public int RatingsImaginedBeforeTheFirst { get; } = ExpectationLevel.PseudoRatings;
}

/// <summary>What ratings do to a score, and when they may change weights.</summary>
public sealed record CalibrationNumbers
{
    /// <summary>Newest ratings of a customer that count.</summary>
    public int MostRatings { get; } = CustomerHistory.MostRatings;

    /// <summary>Minutes before and after a rating whose score counts.</summary>
    public double MinutesAround { get; } = RatedMoment.Around.TotalMinutes;

    /// <summary>Customers under which nothing is correlated.</summary>
    public int FewestCustomers { get; } = RankCorrelation.Fewest;

    /// <summary>Customers under which no weights are proposed.</summary>
    public int FewestForProposal { get; } = WeightProposal.FewestCustomers;

    /// <summary>Parts of the cross-validation.</summary>
    public int Folds { get; } = WeightProposal.Folds;
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

    /// <summary>Known days of the period that a customer needs.</summary>
    public int FewestKnownDays { get; } = ParityBoard.FewestKnownDays;

    public int DaysLookedBackOn { get; } = ParityBoard.HistoryDays;

    public int DaysThatMakeAGap { get; } = ParityBoard.GapDays;
}

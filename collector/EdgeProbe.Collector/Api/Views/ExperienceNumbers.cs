using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Scoring.Calibration;
using EdgeProbe.Scoring.Expectations;
using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Parity;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>The numbers behind what a customer expects, as they are used.</summary>
public sealed record ExpectationNumbers
{
    public double OwnWeight { get; init; } = ExpectationLevel.OwnWeight;

    public double PeerWeight { get; init; } = ExpectationLevel.PeerWeight;

    public int OwnDays { get; init; } = CustomerRecord.OwnDays;

    public int FewestOwnDays { get; init; } = CustomerRecord.FewestOwnDays;

    public int FewestPeers { get; init; } = Peers.Fewest;

    public double GainWeight { get; init; } = Scoring.Expectations.Expectation.GainWeight;

    public double LossWeight { get; init; } = Scoring.Expectations.Expectation.LossWeight;

    /// <summary>Half the width of a zone that nobody promised, in points.</summary>
    public double ZoneAround { get; init; } = CustomerExperience.Around;

    /// <summary>How much worse than advertised is still adequate.</summary>
    public double AdvertisedTolerance { get; init; } = PlanPromise.Tolerance;
}

/// <summary>The numbers behind what ratings do.</summary>
public sealed record CalibrationNumbers
{
    public int ImaginedRatings { get; init; } = ExpectationLevel.PseudoRatings;

    public int MostRatings { get; init; } = CustomerHistory.MostRatings;

    public double MinutesAround { get; init; } = RatedMoment.Around.TotalMinutes;

    public int FewestCustomers { get; init; } = RankCorrelation.Fewest;

    public int FewestForProposal { get; init; } = WeightProposal.FewestCustomers;

    public int Folds { get; init; } = WeightProposal.Folds;
}

/// <summary>The numbers behind parity.</summary>
public sealed record ParityNumbers
{
    public int SmallestGroup { get; init; } = ParityReport.SmallestGroup;

    public int FewestUsable { get; init; } = ParityReport.FewestUsable;

    public double LargeShift { get; init; } = ParityReport.LargeShift;

    public double SmallEffect { get; init; } = ParityReport.SmallEffect;

    public double MediumEffect { get; init; } = ParityReport.MediumEffect;

    public double LargeEffect { get; init; } = ParityReport.LargeEffect;

    public double SignificantZ { get; init; } = Gaussian.Z95;

    public double LargeTail { get; init; } = ParityReport.LargeTail;

    public int FewestKnownDays { get; init; } = ParityBoard.FewestKnownDays;

    public int GapDays { get; init; } = ParityBoard.GapDays;

    public int HistoryDays { get; init; } = ParityBoard.HistoryDays;
}

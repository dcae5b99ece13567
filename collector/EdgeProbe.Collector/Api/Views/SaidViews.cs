using EdgeProbe.Collector.Experience;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Calibration;

namespace EdgeProbe.Collector.Api.Views;

/// <param name="N">Customers, one pair of values each.</param>
/// <param name="Rho">Null when there are too few, or one of the two never varies.</param>
public sealed record CorrelationView(string Part, int N, double? Rho, double? Low, double? High);

/// <summary>Lift: how many times as often customers complain on days of this band as on all days.</summary>
public sealed record ComplaintBandView(string Band, long Days, long Complaints, double? RatePercent, double? Lift, double? Low, double? High);

public sealed record SaidSegmentView(
    string Key, int Customers, int Ratings, long Complaints, bool TooFew, IReadOnlyList<CorrelationView> Correlations, IReadOnlyList<ComplaintBandView> Bands);

/// <param name="Proposed">Null when nothing is proposed; the reason says why.</param>
/// <param name="GainPercent">Less squared error on customers that the weights were not fitted to, with its 95 % interval.</param>
public sealed record ProposalView(
    string Id, string Persona, IReadOnlyDictionary<string, double> Present, IReadOnlyDictionary<string, double>? Proposed, int Customers, int Ratings,
    double? GainPercent, double? GainLowPercent, double? GainHighPercent, string Reason)
{
    internal static ProposalView Of(PersonaProposal p) => new(
        p.Id, p.Persona, Named(p.Present), p.Proposal.Weights is { } weights ? Named(weights) : null, p.Proposal.Customers, p.Proposal.Ratings,
        100 * p.Proposal.Gain, 100 * p.Proposal.Low, 100 * p.Proposal.High, p.Proposal.Reason);

    private static Dictionary<string, double> Named(IReadOnlyList<double> weights) => AppNames.All.ToDictionary(a => a.Name(), a => weights[(int)a]);
}

/// <summary>How scores follow what customers said.</summary>
public sealed record SaidReportView
{
    public required SegmentBy By { get; init; }

    public int Days { get; init; }

    public DateTimeOffset GeneratedAt { get; init; }

    public string Profile { get; init; } = "";

    /// <summary>How the figures are made, in words.</summary>
    public string Method { get; init; } =
        "Spearman's rank correlation, one pair for each customer, 95 % interval by Fisher's z with the variance of Bonett and Wright; "
        + "parts of the score are means of the hour around a rating; parts named segment and cause are points lost, so a good sign there is minus. "
        + "Complaints and tickets by customers' days; 95 % bounds by Wilson.";

    /// <summary>Customers under which nothing is correlated.</summary>
    public int FewestCustomers { get; init; } = RankCorrelation.Fewest;

    /// <summary>Customers under which no weights are proposed.</summary>
    public int FewestForProposal { get; init; } = WeightProposal.FewestCustomers;

    /// <summary>Ratings around which nothing was measured.</summary>
    public int Unmeasured { get; init; }

    public required IReadOnlyList<SaidSegmentView> Segments { get; init; }

    public required IReadOnlyList<ProposalView> Proposals { get; init; }

    internal static SaidReportView Of(SaidReport report, string profile, DateTimeOffset now) => new()
    {
        By = report.By,
        Days = report.Days,
        GeneratedAt = now,
        Profile = profile,
        Unmeasured = report.Unmeasured,
        Segments = [.. report.Segments.Select(Segment)],
        Proposals = [.. report.Proposals.Select(ProposalView.Of)],
    };

    private static SaidSegmentView Segment(SaidSegment s) => new(
        s.Key, s.Customers, s.Ratings, s.Complaints, s.TooFew,
        [.. s.Correlations.Select(c => new CorrelationView(c.Part, c.Correlation.Count, c.Correlation.Rho, c.Correlation.Low, c.Correlation.High))],
        [.. s.Bands.Select(b => new ComplaintBandView(b.Band, b.Days, b.Complaints, 100 * b.Rate, b.Lift, b.Low, b.High))]);
}

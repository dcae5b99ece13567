using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Calibration;

/// <summary>
/// How often customers complain on days of one band, against all their days: a lift of 3 is three times as often. Low and high are Wilson's
/// 95 % bounds of the band's own rate against the rate of all days as it was observed; they take days for independent.
/// </summary>
/// <param name="Days">Customers' days in the band.</param>
/// <param name="Complaints">Days of them with a complaint or a ticket.</param>
/// <param name="Lift">Null under <see cref="Fewest"/> days, or when nobody complained at all.</param>
public sealed record ComplaintRate(string Band, long Days, long Complaints, double? Lift, double? Low, double? High)
{
    /// <summary>Days of customers that a band needs.</summary>
    public const int Fewest = 30;

    /// <summary>Share of the band's days with a complaint, 0 to 1; null without days.</summary>
    public double? Rate => Days == 0 ? null : (double)Complaints / Days;

    /// <param name="bands">Names with days and those of them with a complaint.</param>
    public static IReadOnlyList<ComplaintRate> Of(IReadOnlyList<(string Band, long Days, long Complaints)> bands)
    {
        var (days, complaints) = (bands.Sum(b => b.Days), bands.Sum(b => b.Complaints));
        return [.. bands.Select(band => Of(band, complaints == 0 ? null : (double)complaints / days))];
    }

    private static ComplaintRate Of((string Band, long Days, long Complaints) band, double? all)
    {
        if (all is not { } overall || band.Days < Fewest) return new ComplaintRate(band.Band, band.Days, band.Complaints, null, null, null);
        var (low, high) = Confidence.Wilson(band.Complaints, band.Days);
        return new ComplaintRate(band.Band, band.Days, band.Complaints, (double)band.Complaints / band.Days / overall, low / overall, high / overall);
    }
}

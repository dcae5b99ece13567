using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Experience;

/// <summary>What the past says of a customer. Immutable; made anew once a day, and when the customer or what they said changes.</summary>
/// <param name="MadeOn">Day number on which it was made.</param>
/// <param name="Days">Whole days, oldest first.</param>
/// <param name="Own">Medians of their typical days of the last 28; null when fewer than seven are known.</param>
/// <param name="Moments">Their newest ratings of the network, oldest first.</param>
public sealed record CustomerRecord(int MadeOn, IReadOnlyList<CustomerDay> Days, UsualLevels Own, IReadOnlyList<RatedMoment> Moments)
{
    /// <summary>Days that make a customer's own median.</summary>
    public const int OwnDays = 28;

    /// <summary>Days that are kept: the longest parity period, and the six shifted ones of its daily history.</summary>
    public const int KeptDays = 62;

    /// <summary>Known days among them that make it a habit.</summary>
    public const int FewestOwnDays = 7;

    public static CustomerRecord Empty { get; } = new(int.MinValue, [], default, []);

    /// <summary>Ratings minus scores, for calibration.</summary>
    public IReadOnlyList<double> Residuals { get; } = [.. Moments.Select(m => m.Residual).OfType<double>()];

    /// <param name="days">The row that speaks of each day, oldest first.</param>
    public static CustomerRecord Of(int today, IReadOnlyList<DayRow> days, IReadOnlyList<RatedMoment> moments)
    {
        var recent = days.Where(d => d.DayMs >= (today - OwnDays) * CustomerDay.LengthMs && d.DayMs < today * CustomerDay.LengthMs).ToList();
        var own = new UsualLevels(Habit(recent.Select(d => d.Typical)), PerApp.Of(app => Habit(recent.Select(d => d.TypicalApps[app]))));
        return new CustomerRecord(today, [.. days.Select(CustomerDay.Of)], own, moments);
    }

    private static double? Habit(IEnumerable<double?> typical)
    {
        var known = typical.OfType<double>().ToList();
        return known.Count < FewestOwnDays ? null : Middle.Of(known);
    }
}

using System.Collections.Concurrent;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Expectations;
using EdgeProbe.Scoring.Parity;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Experience;

/// <summary>
/// Compares classes of customers, like with like. Made from the customers' days, so an answer stands until a day or a customer changes and is
/// remembered until then. Thread-safe.
/// </summary>
public sealed class ParityBoard(CustomerRegistry registry, CustomerHistory history, CustomerExperience experience, ScoreProfile profile)
{
    public const int LeastDays = 7;
    public const int MostDays = CustomerRecord.KeptDays - HistoryDays + 1;

    /// <summary>Days that are looked back on to see whether a gap lasts.</summary>
    public const int HistoryDays = 7;

    /// <summary>Days of those on which a gap must have shown.</summary>
    public const int GapDays = 3;

    /// <summary>Known days that a customer needs: one or two are no level.</summary>
    public const int FewestKnownDays = 3;

    private readonly ConcurrentDictionary<(CustomerClass A, CustomerClass B, ParityOf Of, int Days), (long History, long Registry, ParityAnswer Answer)> _answers = new();

    /// <param name="days">Length of the period, <see cref="LeastDays"/> to <see cref="MostDays"/>.</param>
    public ParityAnswer Of(CustomerClass a, CustomerClass b, ParityOf of, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, LeastDays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDays);
        var (past, customers) = (history.Revision, registry.Revision);
        if (_answers.TryGetValue((a, b, of, days), out var known) && known.History == past && known.Registry == customers) return known.Answer;
        var answer = Make(a, b, of, days);
        _answers[(a, b, of, days)] = (past, customers, answer);
        return answer;
    }

    private ParityAnswer Make(CustomerClass a, CustomerClass b, ParityOf of, int days)
    {
        var last = history.Today - 1;
        var sides = registry.All.Where(c => c.Class == a || c.Class == b)
            .Select(c => (Customer: c, Record: history.Of(c.Key), Expected: of == ParityOf.Gap ? experience.ExpectedOf(c) : null)).ToList();
        var groups = Enumerable.Range(0, HistoryDays)
            .Select(back => Group(sides.Select(s => (s.Customer, ValueOf(of, s.Record, s.Expected, last - back, days))), a)).ToList();
        var reports = groups.Select(g => ParityReport.Of(g.Select(s => s.Stratum))).ToList();
        var inGap = reports.Count(r => r.State == ParityState.Gap);
        var (report, usable) = (reports[0], groups[0].Where(s => IsUsable(s.Stratum)).ToList());
        var known = report.State != ParityState.Insufficient;
        var answer = new ParityAnswer
        {
            A = a, B = b, Of = of, Days = days, State = StateOf(report.State, inGap), DaysInGap = inGap, Report = report,
            QuantilesA = known ? Spread.Of([.. usable.SelectMany(s => s.Stratum.A).Select(v => Shown(of, v))]) : null,
            QuantilesB = known ? Spread.Of([.. usable.SelectMany(s => s.Stratum.B).Select(v => Shown(of, v))]) : null,
            Strata = [.. groups[0].Select(s => View(s.Alike, s.Stratum))],
            Sentence = "",
        };
        return answer with { Sentence = ParityWords.Of(answer) };
    }

    private static ParityState StateOf(ParityState now, int daysInGap)
    {
        if (now == ParityState.Insufficient) return now;
        if (daysInGap >= GapDays) return ParityState.Gap;
        // A gap that has not lasted is worth watching.
        return now == ParityState.Gap ? ParityState.Watch : now;
    }

    private List<((string? Technology, string? Tier, string? Region) Alike, Stratum Stratum)> Group(IEnumerable<(Customer Customer, double? Value)> values, CustomerClass a) =>
        [.. values.Where(v => v.Value is not null)
            .GroupBy(v => (registry.TechnologyOf(v.Customer), registry.TierOf(v.Customer), v.Customer.Region))
            .OrderBy(g => g.Key.Item1, StringComparer.Ordinal).ThenBy(g => g.Key.Item2, StringComparer.Ordinal).ThenBy(g => g.Key.Region, StringComparer.Ordinal)
            .Select(g => (g.Key, new Stratum(
                [.. g.Where(v => v.Customer.Class == a).Select(v => v.Value!.Value)], [.. g.Where(v => v.Customer.Class != a).Select(v => v.Value!.Value)])))];

    // Larger is better off, whatever it is of.
    private double? ValueOf(ParityOf of, CustomerRecord record, double? expected, int last, int days)
    {
        var period = record.Days.Where(d => d.Number <= last && d.Number > last - days);
        switch (of)
        {
            case ParityOf.Availability:
                var (observed, unavailable) = (period.Sum(d => (long)d.ObservedSlots), period.Sum(d => (long)d.UnavailableSlots));
                return observed * (long)Window.SlotMs < FewestKnownDays * AvailabilityScore.LeastObserved.TotalMilliseconds
                    ? null : AvailabilityScore.Points(profile.Availability, (double)unavailable / observed);
            case ParityOf.Repair:
                var outages = period.Sum(d => d.Outages);
                return outages == 0 ? null : -period.Sum(d => (double)d.RepairSeconds) / outages / 60;
            default:
                var typical = period.Select(d => (double?)d.Typical).OfType<double>().ToList();
                if (typical.Count < FewestKnownDays) return null;
                var level = Middle.Of(typical);
                return of == ParityOf.Score ? level : ExpectationLevel.Calibrated(level, record.Residuals) - expected;
        }
    }

    private static double Shown(ParityOf of, double value) => of == ParityOf.Repair ? -value : value;

    private static bool IsUsable(Stratum stratum) => stratum.A.Count >= ParityReport.SmallestGroup && stratum.B.Count >= ParityReport.SmallestGroup;

    private static ParityStratum View((string? Technology, string? Tier, string? Region) alike, Stratum stratum)
    {
        var view = new ParityStratum(alike.Technology, alike.Tier, alike.Region);
        if (!IsUsable(stratum)) return view;
        double Difference(double share) => GroupStatistics.Quantile(stratum.A, share) - GroupStatistics.Quantile(stratum.B, share);
        return view with
        {
            CountA = stratum.A.Count,
            CountB = stratum.B.Count,
            Shift = GroupStatistics.HodgesLehmann(stratum.A, stratum.B),
            CliffsDelta = GroupStatistics.CliffsDelta(stratum.A, stratum.B),
            P10 = Difference(0.1),
            P50 = Difference(0.5),
            P90 = Difference(0.9),
        };
    }
}

using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Experience;

/// <summary>
/// A customer's day. Of several probes the day is that of the one with the lowest known typical score: probes of one site are never averaged,
/// since a good wire does not make up for a bad radio. Kept small, as a fleet has many of them.
/// </summary>
/// <param name="Number">Days since the epoch, UTC.</param>
public readonly record struct CustomerDay(
    int Number, float? Mean, float? Typical, float? Consistent, float Coverage, ushort ObservedSlots, ushort UnavailableSlots, ushort Outages, float RepairSeconds)
{
    public const long LengthMs = 24L * 3600 * 1000;

    /// <summary>Share of the observed time in which the line was available, 0 to 1; null when less than an hour was observed.</summary>
    public double? Availability => ObservedSlots < FewestSlots ? null : 1 - (double)UnavailableSlots / ObservedSlots;

    // An hour of slots: less says nothing of availability.
    private const int FewestSlots = 3_600_000 / Window.SlotMs;

    /// <summary>Of each day the row that speaks, oldest day first.</summary>
    public static IReadOnlyList<DayRow> Speaking(IEnumerable<DayRow> rows) =>
        [.. rows.GroupBy(r => r.DayMs).OrderBy(g => g.Key).Select(g => g.MinBy(r => (r.Typical ?? double.PositiveInfinity, r.Probe.Probe))!)];

    public static CustomerDay Of(DayRow row) => new(
        (int)(row.DayMs / LengthMs), (float?)row.Mean, (float?)row.Typical, (float?)row.Consistent, (float)row.Coverage,
        (ushort)Math.Min(row.ObservedSlots, ushort.MaxValue), (ushort)Math.Min(row.UnavailableSlots, ushort.MaxValue), (ushort)Math.Min(row.Outages, ushort.MaxValue),
        (float)row.RepairSeconds);
}

/// <summary>Medians of days and of people.</summary>
internal static class Middle
{
    /// <summary>Null of nothing.</summary>
    public static double? Of(List<double> values)
    {
        if (values.Count == 0) return null;
        values.Sort();
        var half = values.Count / 2;
        return values.Count % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}

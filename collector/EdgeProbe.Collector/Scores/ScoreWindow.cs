using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>What a score is made from: five minutes of rows and a day of slots, up to one moment.</summary>
/// <param name="EndMs">Exclusive end of the window.</param>
/// <param name="Rows">Rows that start within the five minutes before, trusted or not.</param>
/// <param name="Periods">How often each test tries; tests that the birth does not name are absent.</param>
/// <param name="NowMs">The collector's time, for the age of the data.</param>
public sealed record ScoreWindow(
    long EndMs,
    IReadOnlyList<WindowRow> Rows,
    SlotHistory Slots,
    IReadOnlyDictionary<TestKey, TimeSpan> Periods,
    long NowMs)
{
    public const long LengthMs = 5 * 60 * 1000;
    public const long DayMs = 24 * 3600 * 1000;
    public const long HourMs = 3600 * 1000;

    /// <summary>A score is a matter of minutes: data older than three of these is stale.</summary>
    public const long PeriodMs = 60 * 1000;

    public double AgeSeconds => Rows.Count == 0 ? double.PositiveInfinity : (NowMs - Rows.Max(r => r.EndMs)) / 1000.0;

    /// <summary>Attempts that tests should have made in the window by their periods; 0 when no period is known.</summary>
    public double Expected(IEnumerable<TestKey> tests) =>
        tests.Sum(t => Periods.TryGetValue(t, out var period) && period > TimeSpan.Zero ? LengthMs / period.TotalMilliseconds : 0);
}

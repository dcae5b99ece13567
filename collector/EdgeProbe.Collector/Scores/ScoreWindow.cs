using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// What a score is made from: five minutes of rows, an hour of web checks and a day of slots, up to one moment. Rows and checks may be borrowed
/// from a workspace: to be scored before that takes more.
/// </summary>
/// <param name="EndMs">Exclusive end of the window.</param>
/// <param name="Rows">Rows that start within the five minutes before, trusted or not.</param>
/// <param name="Checks">HTTP checks as <see cref="WebLookback"/> chooses them, trusted or not; those of the five minutes are among <paramref name="Rows"/> too.</param>
/// <param name="Periods">How often each test tries; tests that the birth does not name are absent.</param>
/// <param name="Answered">Tests that brought an answer in the 24 hours before the end, or since.</param>
/// <param name="NowMs">The collector's time, for the age of the data.</param>
public sealed record ScoreWindow(
    long EndMs,
    IReadOnlyList<KeptWindow> Rows,
    IReadOnlyList<KeptWindow> Checks,
    SlotHistory Slots,
    IReadOnlyDictionary<TestKey, TimeSpan> Periods,
    IReadOnlySet<TestKey> Answered,
    long NowMs)
{
    public const long LengthMs = 5 * 60 * 1000;
    public const int SlotCount = (int)(LengthMs / Window.SlotMs);
    public const long DayMs = 24 * 3600 * 1000;
    public const long HourMs = 3600 * 1000;

    /// <summary>A score is a matter of minutes: data older than three of these is stale.</summary>
    public const long PeriodMs = 60 * 1000;

    /// <summary>Each segment's lowest delays of the week before; empty when nothing is known of it.</summary>
    internal FloorHistory Floors { get; init; } = new();

    public double AgeSeconds => AgeOf(Rows);

    /// <summary>Age of the newest of the rows in seconds; infinite without one.</summary>
    public double AgeOf(IReadOnlyList<KeptWindow> rows)
    {
        var newest = long.MinValue;
        for (var i = 0; i < rows.Count; i++) newest = Math.Max(newest, rows[i].EndMs);
        return rows.Count == 0 ? double.PositiveInfinity : (NowMs - newest) / 1000.0;
    }

    /// <summary>Attempts that a test should have made in so many milliseconds by its period; 0 when that is not known.</summary>
    public double Expected(TestKey test, long lengthMs) =>
        Periods.TryGetValue(test, out var period) && period > TimeSpan.Zero ? lengthMs / period.TotalMilliseconds : 0;
}

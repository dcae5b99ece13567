namespace EdgeProbe.Collector.Scores;

/// <summary>
/// How far web looks back: a page is fetched too seldom for five minutes to say much, so its checks count for an hour. The decision page
/// "web looks back an hour" has the figures.
/// </summary>
internal static class WebLookback
{
    public const long LengthMs = ScoreWindow.HourMs;

    /// <summary>Windows with checks that are kept beyond the scoring window; a probe that makes more looks back less far, and needs no more.</summary>
    public const int MostBefore = 1_000;

    public static bool IsCheck(in KeptWindow row) => row.WasTried && row.Test.Kind == Kind.Http;

    /// <summary>The checks that count in the score of the window that ends here: all of the five minutes, and the newest before them.</summary>
    /// <param name="rows">The hour's rows, and others.</param>
    /// <param name="endMs">Exclusive end of the window, Unix milliseconds.</param>
    /// <param name="into">Is emptied and used, for who asks often.</param>
    public static List<KeptWindow> Of(IReadOnlyList<KeptWindow> rows, long endMs, List<KeptWindow>? into = null)
    {
        var (checks, before) = (into ?? [], 0);
        checks.Clear();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (!IsCheck(row) || row.StartMs < endMs - LengthMs || row.StartMs >= endMs) continue;
            if (row.StartMs < endMs - ScoreWindow.LengthMs) before++;
            checks.Add(row);
        }

        return before <= MostBefore ? checks : Newest(checks, endMs - ScoreWindow.LengthMs);
    }

    private static List<KeptWindow> Newest(List<KeptWindow> checks, long windowMs) =>
        [.. checks.Where(r => r.StartMs >= windowMs), .. Newest(checks.Where(r => r.StartMs < windowMs))];

    /// <summary>The newest of the rows, as many as are kept; the same ones whatever their order.</summary>
    public static IEnumerable<KeptWindow> Newest(IEnumerable<KeptWindow> rows) =>
        rows.OrderByDescending(r => r.StartMs).ThenBy(r => r.Test.Alias).ThenBy(r => r.Test.Id, StringComparer.Ordinal).Take(MostBefore);
}

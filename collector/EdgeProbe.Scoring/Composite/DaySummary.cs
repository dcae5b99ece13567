namespace EdgeProbe.Scoring.Composite;

/// <summary>One scored window and how much the customer used the line in it; the score is null where nothing is known.</summary>
public readonly record struct UsedWindow(double? Score, double Usage);

/// <summary>
/// A day in three figures, weighted by use: the mean, the typical level (weighted median) and the consistent one, which was met for at
/// least 80 % of the active time (weighted P20). Null when less than half of the use was observed.
/// </summary>
public readonly record struct DaySummary(double? Mean, double? Typical, double? Consistent, double Coverage)
{
    /// <summary>Share of the day's use, 0 to 1, under which a day has no figures.</summary>
    public const double LeastCoverage = 0.5;

    public static DaySummary Of(IEnumerable<UsedWindow> windows)
    {
        var used = windows.Where(window => window.Usage > 0).ToList();
        var known = used.Where(window => window.Score is not null).OrderBy(window => window.Score).ThenBy(window => window.Usage).ToList();
        var total = used.Sum(window => window.Usage);
        var observed = known.Sum(window => window.Usage);
        var coverage = total == 0 ? 0 : observed / total;
        if (total == 0 || coverage < LeastCoverage) return new DaySummary(null, null, null, coverage);
        return new DaySummary(
            known.Sum(window => window.Score!.Value * window.Usage) / observed, Level(known, 0.5 * observed), Level(known, 0.2 * observed), coverage);
    }

    private static double Level(List<UsedWindow> ascending, double usage)
    {
        var seen = 0.0;
        foreach (var window in ascending)
        {
            seen += window.Usage;
            // The constant forgives a sum of usages that rounded down by a hair.
            if (seen >= usage - 1e-12) return window.Score!.Value;
        }

        return ascending[^1].Score!.Value;
    }
}

using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store;

/// <summary>What a probe's day was worth to its customer, made from the day's minutes and slots. Days are UTC days.</summary>
public sealed record DayRow
{
    /// <summary>Days are few and small, so they outlive their minutes by this many milliseconds (400 days: a year and a month to compare it with).</summary>
    public const long KeptLongerMs = 400L * 24 * 3600 * 1000;

    public required ProbeId Probe { get; init; }

    /// <summary>UTC midnight at which the day begins, Unix milliseconds.</summary>
    public required long DayMs { get; init; }

    /// <summary>Mean score weighted by use, 0 to 100; null when less than half of the use was observed.</summary>
    public double? Mean { get; init; }

    /// <summary>Weighted median, 0 to 100; null as <see cref="Mean"/>.</summary>
    public double? Typical { get; init; }

    /// <summary>Weighted 20th percentile, 0 to 100: the level that was met for 80 % of the use; null as <see cref="Mean"/>.</summary>
    public double? Consistent { get; init; }

    /// <summary>Weighted median of each app's own minutes, 0 to 100; null for an app that was scored in less than half of the use.</summary>
    public PerApp TypicalApps { get; init; }

    /// <summary>Share of the day's use that was observed, 0 to 1; of the whole day, so that a day that is not over is not covered yet.</summary>
    public double Coverage { get; init; }

    /// <summary>Slots of five seconds in which the line's state was known.</summary>
    public int ObservedSlots { get; init; }

    /// <summary>Those of <see cref="ObservedSlots"/> in which the line was unavailable.</summary>
    public int UnavailableSlots { get; init; }

    /// <summary>Outages that began in the day.</summary>
    public int Outages { get; init; }

    /// <summary>Length by the clock, in seconds, of all outages together as far as they lie in the day; one that crosses midnight has its part in both.</summary>
    public double RepairSeconds { get; init; }

    /// <summary>Each segment's lowest delay of the day in milliseconds; null where the segment was not measured by itself.</summary>
    public PerSegment FloorsMs { get; init; }

    /// <summary>Version of the profile that made it.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Unix milliseconds of the last time that late data made it anew; null when it never did.</summary>
    public long? RevisedAtMs { get; init; }
}

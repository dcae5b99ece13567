namespace EdgeProbe.Scoring.Availability;

/// <summary>
/// Mean time to repair and between failures in seconds. Without an outage there is no time to repair, and the time between failures is only
/// known to be at least <see cref="MtbfLowerBound"/>. Unknown slots inside an outage count towards its length, not towards the uptime.
/// </summary>
public readonly record struct RepairTimes(int Outages, double? Mttr, double? Mtbf, double? MtbfLowerBound)
{
    public static RepairTimes Of(AvailabilityReport report, double slotSeconds)
    {
        var up = (report.Observed - report.Outages.Sum(outage => outage.Known)) * slotSeconds;
        var count = report.Outages.Count;
        if (count == 0) return new RepairTimes(0, null, null, up);
        return new RepairTimes(count, report.Outages.Average(outage => (outage.End - outage.First) * slotSeconds), up / count, null);
    }
}

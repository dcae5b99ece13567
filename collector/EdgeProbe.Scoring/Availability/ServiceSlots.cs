namespace EdgeProbe.Scoring.Availability;

/// <summary>
/// One slot of the line from its network path and from the checks of the services that the customer pays for: over a good path it is bad
/// when all of them fail. A path that is bad or unknown is not made better or worse by what runs over it.
/// </summary>
public static class ServiceSlots
{
    public static SlotState Combine(SlotState path, ReadOnlySpan<CheckVerdict> services)
    {
        if (path != SlotState.Good || services.Contains(CheckVerdict.Working)) return path;
        if (services.Contains(CheckVerdict.Undecided)) return SlotState.Unknown;
        return services.Contains(CheckVerdict.Failing) ? SlotState.Bad : SlotState.Good;
    }
}

namespace EdgeProbe.Scoring.Availability;

/// <summary>
/// One slot of the line from its network path and from the checks of the services that the customer pays for. Over a good path it is bad
/// when all of them fail. A check that worked in that very slot is an answering target, so the path was not bad, whoever ignores pings. What is
/// unknown of the path stays unknown.
/// </summary>
public static class ServiceSlots
{
    public static SlotState Combine(SlotState path, ReadOnlySpan<CheckVerdict> services)
    {
        var answered = services.Contains(CheckVerdict.Answered);
        if (path == SlotState.Bad && answered) return SlotState.Good;
        if (path != SlotState.Good || answered || services.Contains(CheckVerdict.Working)) return path;
        if (services.Contains(CheckVerdict.Undecided)) return SlotState.Unknown;
        return services.Contains(CheckVerdict.Failing) ? SlotState.Bad : SlotState.Good;
    }
}

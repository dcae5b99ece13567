namespace EdgeProbe.Scoring.Availability;

/// <summary>
/// One slot of the line from the slots of its reference targets. The line is bad only when at least two independent targets lost more than
/// half of their packets together; one answering target proves it good; one silent target alone proves nothing.
/// </summary>
public static class ReferenceSlots
{
    private const int FewestAttempts = 5;
    private const int FewestTargets = 2;

    public static SlotState Combine(ReadOnlySpan<Slot> targets)
    {
        var attempts = 0;
        var bad = 0;
        var good = 0;
        foreach (var target in targets)
        {
            if (target.State == SlotState.Unknown) continue;
            attempts += target.Attempts;
            if (target.State == SlotState.Good) good++;
            else bad++;
        }

        return Combine(attempts, good, bad);
    }

    /// <summary>The same from what was counted already.</summary>
    /// <param name="attempts">Attempts of all targets together.</param>
    /// <param name="good">Targets that answered.</param>
    /// <param name="bad">Targets that lost more than half.</param>
    public static SlotState Combine(int attempts, int good, int bad)
    {
        if (attempts < FewestAttempts) return SlotState.Unknown;
        if (good > 0) return SlotState.Good;
        return bad >= FewestTargets ? SlotState.Bad : SlotState.Unknown;
    }
}

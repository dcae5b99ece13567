namespace EdgeProbe.Agent.Windows;

/// <summary>
/// Slots of five seconds of one test (scoring profile 1, section 10): bad when more than half of the attempts were lost, or, of a service
/// check, failed; unknown without an attempt. Whether enough targets agree is for the collector to judge.
/// </summary>
internal static class SlotRule
{
    public static Slot[] Judge(Kind kind, ReadOnlySpan<Attempt> attempts, Slot[] slots)
    {
        for (var i = 0; i < slots.Length; i++) slots[i] = Judge(kind, attempts, i);
        return slots;
    }

    private static Slot Judge(Kind kind, ReadOnlySpan<Attempt> attempts, int slot)
    {
        var (made, bad) = (0, 0);
        foreach (var attempt in attempts)
        {
            if (attempt.Slot != slot || attempt.End == AttemptEnd.NotMade) continue;
            made++;
            if (attempt.End is AttemptEnd.Lost or AttemptEnd.Pending || (kind == Kind.Http && !attempt.Succeeded)) bad++;
        }

        return new Slot(made == 0 ? SlotState.Unknown : bad * 2 > made ? SlotState.Bad : SlotState.Good, made);
    }
}

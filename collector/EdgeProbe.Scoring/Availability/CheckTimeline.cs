namespace EdgeProbe.Scoring.Availability;

/// <summary>One check of a service: the slot it began in (numbered since the epoch) and whether it did what was asked.</summary>
public readonly record struct CheckResult(long Slot, bool Worked);

/// <summary>What a service's checks say of one slot.</summary>
public enum CheckVerdict : byte
{
    /// <summary>No check is near enough to say anything.</summary>
    None,

    /// <summary>The last check failed and the next is not known yet.</summary>
    Undecided,
    Failing,
    Working,

    /// <summary>A check that began in this very slot worked.</summary>
    Answered,
}

/// <summary>
/// What checks say of the slots between them, since they are rarer than slots: a service is failing from a failed check to the next one that
/// failed too, and a lone failure proves no more than its own slot. Immutable.
/// </summary>
/// <param name="checks">Checks of one test, in any order.</param>
/// <param name="reach">For how many slots a check speaks, at most.</param>
public sealed class CheckTimeline(IEnumerable<CheckResult> checks, int reach)
{
    private readonly CheckResult[] _checks = Ordered(checks);

    public CheckVerdict At(long slot)
    {
        var next = FirstAfter(slot);
        if (next == 0 || slot - _checks[next - 1].Slot > reach) return CheckVerdict.None;
        var last = _checks[next - 1];
        if (last.Slot == slot) return last.Worked ? CheckVerdict.Answered : CheckVerdict.Failing;
        if (last.Worked) return CheckVerdict.Working;
        if (next == _checks.Length || _checks[next].Slot - last.Slot > reach) return CheckVerdict.Undecided;
        return _checks[next].Worked ? CheckVerdict.Working : CheckVerdict.Failing;
    }

    private static CheckResult[] Ordered(IEnumerable<CheckResult> checks)
    {
        CheckResult[] ordered = [.. checks];
        Array.Sort(ordered, static (a, b) => a.Slot != b.Slot ? a.Slot.CompareTo(b.Slot) : a.Worked.CompareTo(b.Worked));
        return ordered;
    }

    private int FirstAfter(long slot)
    {
        var (low, high) = (0, _checks.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_checks[middle].Slot > slot) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}

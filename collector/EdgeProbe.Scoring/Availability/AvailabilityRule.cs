namespace EdgeProbe.Scoring.Availability;

/// <summary>State of a slot after the rule was applied over its neighbours.</summary>
public enum LineState : byte { Unknown, Available, Unavailable }

/// <summary>An outage: slots <c>[First, End)</c>, of which <c>Known</c> were observed to be down.</summary>
public readonly record struct Outage(int First, int End, int Known);

/// <summary>What a run of slots says of a line. <c>Share</c> is the available share of the observed slots; null when none was observed.</summary>
public sealed record AvailabilityReport(IReadOnlyList<LineState> States, IReadOnlyList<Outage> Outages, int Observed, int Unavailable)
{
    public double? Share => Observed == 0 ? null : 1 - (double)Unavailable / Observed;
}

/// <summary>
/// When a line counts as unavailable, after ITU-T G.826 and Y.1540: from the start of six bad slots in a row until the start of six good
/// ones, both found out afterwards. An unknown slot neither counts nor breaks a run, up to sixty of them; it is never up and never down.
/// </summary>
public static class AvailabilityRule
{
    public const int SlotsToChange = 6;
    public const int UnknownSlotsBridged = 60;

    public static AvailabilityReport Apply(ReadOnlySpan<SlotState> slots)
    {
        var states = new LineState[slots.Length];
        var current = LineState.Available;
        var run = new List<int>(SlotsToChange);
        var unknown = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i] == SlotState.Unknown)
            {
                if (++unknown > UnknownSlotsBridged) run.Clear();
                continue;
            }

            unknown = 0;
            states[i] = current;
            var against = current == LineState.Available ? SlotState.Bad : SlotState.Good;
            if (slots[i] != against)
            {
                run.Clear();
                continue;
            }

            run.Add(i);
            if (run.Count < SlotsToChange) continue;
            current = current == LineState.Available ? LineState.Unavailable : LineState.Available;
            foreach (var slot in run) states[slot] = current;
            run.Clear();
        }

        return Report(states);
    }

    private static AvailabilityReport Report(LineState[] states)
    {
        var outages = new List<Outage>();
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i] != LineState.Unavailable) continue;
            var outage = OutageFrom(states, i);
            outages.Add(outage);
            i = outage.End - 1;
        }

        return new AvailabilityReport(
            states,
            outages,
            states.Count(state => state != LineState.Unknown),
            states.Count(state => state == LineState.Unavailable));
    }

    // Ends: the first available slot, or the last slot; unknown slots at the end do not belong to the outage.
    private static Outage OutageFrom(LineState[] states, int first)
    {
        var end = first;
        var known = 0;
        for (var i = first; i < states.Length && states[i] != LineState.Available; i++)
        {
            if (states[i] != LineState.Unavailable) continue;
            end = i + 1;
            known++;
        }

        return new Outage(first, end, known);
    }
}

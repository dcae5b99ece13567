using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Availability;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// A day of a line's slots, good, bad or unknown, as its reference targets make them (those behind the access line, since a gateway that
/// answers says nothing of the line) and the checks of the services that it is paid for. Not thread-safe.
/// </summary>
public sealed class SlotHistory
{
    public const int PerDay = 24 * 3600 * 1000 / Window.SlotMs;

    private readonly SlotState[] _states = new SlotState[PerDay];

    // Which slot each place holds now, so that a day-old state is never taken for a fresh one.
    private readonly long[] _slots = new long[PerDay];

    /// <summary>
    /// Makes the slots of [from, to) anew. The rows must be all there are in that time, since a slot is good or bad by all of its targets, and
    /// the checks before and after it as far as they reach.
    /// </summary>
    public void Remake(long fromMs, long toMs, IReadOnlyCollection<WindowRow> rows, IReadOnlyDictionary<TestKey, TimeSpan> periods)
    {
        var checks = new ServiceChecks(rows, periods);
        var targets = new Dictionary<long, List<Slot>>();
        foreach (var row in rows.Where(IsReference))
        {
            for (var i = 0; i < row.Sample.Slots.Count; i++)
            {
                var number = row.StartMs / Window.SlotMs + i;
                if (!targets.TryGetValue(number, out var slots)) targets[number] = slots = [];
                slots.Add(row.Sample.Slots[i]);
            }
        }

        for (var number = fromMs / Window.SlotMs; number * Window.SlotMs < toMs; number++)
            Set(number, checks.Combine(targets.TryGetValue(number, out var slots) ? ReferenceSlots.Combine([.. slots]) : SlotState.Unknown, number));
    }

    /// <summary>The slots of [from, to), a day at most, oldest first; unknown where nothing is known.</summary>
    public SlotState[] Between(long fromMs, long toMs)
    {
        var first = fromMs / Window.SlotMs;
        var states = new SlotState[Math.Clamp(toMs / Window.SlotMs - first, 0, PerDay)];
        for (var i = 0; i < states.Length; i++) states[i] = At(first + i);
        return states;
    }

    private SlotState At(long number) => _slots[number % PerDay] == number ? _states[number % PerDay] : SlotState.Unknown;

    private void Set(long number, SlotState state)
    {
        // A backfill older than a day must not push out a newer slot.
        if (_slots[number % PerDay] > number) return;
        _slots[number % PerDay] = number;
        _states[number % PerDay] = state;
    }

    private static bool IsReference(WindowRow row) =>
        row.TimeTrusted && row.Test.Segment is (Segment.Core or Segment.Service) && row.Test.Kind is (Kind.Icmp or Kind.Tcp or Kind.Stamp);
}

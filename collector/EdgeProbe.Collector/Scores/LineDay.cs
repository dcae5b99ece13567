using System.Numerics;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// What a run of slots says of a line, by <see cref="AvailabilityRule"/>, without going through slots that say nothing new: the rule's state can
/// only change at a bad slot. Lives as long as the borrowed bits.
/// </summary>
internal ref struct LineDay
{
    // A minute.
    private const int NewestSlots = 12;

    // A bit for each slot in which the line was unavailable, the first slot in the lowest bit of the first word; empty when it never was.
    private readonly Span<ulong> _down;

    private LineDay(long first, int count, Span<ulong> down)
    {
        (First, Count) = (first, count);
        _down = down;
    }

    /// <summary>Number of the first slot since the epoch, and how many there are.</summary>
    public long First { get; }

    public int Count { get; }

    /// <summary>Slots that are known.</summary>
    public int Observed { get; private set; }

    /// <summary>Those of them in which the line was unavailable.</summary>
    public int Unavailable { get; private set; }

    /// <summary>Place of the first known slot; <see cref="Count"/> when there is none.</summary>
    public int FirstKnown { get; private set; }

    public readonly bool HasOutage => Unavailable > 0;

    /// <summary>Words that <paramref name="slots"/> slots need.</summary>
    public static int WordsFor(int slots) => (slots + 63) / 64;

    /// <param name="slots">Where the slots are.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="scratch">As <see cref="WordsFor"/> says; what is in it is overwritten.</param>
    public static LineDay Of(SlotHistory slots, long first, int count, Span<ulong> scratch)
    {
        scratch.Clear();
        var day = new LineDay(first, count, scratch) { FirstKnown = count };
        for (var at = 0; at < count; at += 64)
        {
            var known = slots.KnownFrom(first + at) & Within(count - at);
            day.Observed += BitOperations.PopCount(known);
            if (known != 0 && day.FirstKnown == count) day.FirstKnown = at + BitOperations.TrailingZeroCount(known);
        }

        if (slots.HasBad) day.Judge(slots);
        return day;
    }

    public readonly bool IsDown(long number) =>
        number >= First && number - First < Count && (_down[(int)((number - First) >> 6)] & (1UL << (int)((number - First) & 63))) != 0;

    /// <summary>Known and unavailable slots among the last <paramref name="last"/>.</summary>
    public readonly (int Known, int Down) Newest(SlotHistory slots, int last)
    {
        var (known, down) = (0, 0);
        for (var number = First + Count - last; number < First + Count; number += 64)
        {
            known += BitOperations.PopCount(slots.KnownFrom(number) & Within((int)(First + Count - number)));
        }

        if (HasOutage)
            for (var number = First + Count - last; number < First + Count; number++) down += IsDown(number) ? 1 : 0;
        return (known, down);
    }

    /// <summary>Seconds of outage among the last <paramref name="last"/> slots by the segment that each slot's own targets named; good ones within an outage follow the last bad one.</summary>
    public readonly BySegment<double> OutageSeconds(SlotHistory slots, int last)
    {
        var seconds = default(BySegment<double>);
        if (!HasOutage) return seconds;
        var fault = Segment.Service;
        for (var number = First; number < First + Count; number++)
        {
            if (!IsDown(number)) continue;
            if (slots.FaultAt(number) is not Segment.None and var own) fault = own;
            if (number >= First + Count - last) seconds[(int)fault - 1] += Window.SlotMs / 1000.0;
        }

        return seconds;
    }

    /// <summary>The segment that the outage lies in which is not over yet; null when there is none.</summary>
    public readonly Segment? DownNow(SlotHistory slots)
    {
        if (!HasOutage) return null;
        // A slot that is not known yet is no end of an outage.
        var number = First + Count - 1;
        while (number > First + Count - NewestSlots && slots.At(number) == SlotState.Unknown) number--;
        if (!IsDown(number)) return null;
        for (; number >= First && IsDown(number); number--)
            if (slots.FaultAt(number) is not Segment.None and var fault) return fault;
        return Segment.Service;
    }

    // The rule of AvailabilityRule, slot by slot only from a bad slot until the run against the state has ended.
    private void Judge(SlotHistory slots)
    {
        Span<int> run = stackalloc int[AvailabilityRule.SlotsToChange];
        var (length, unknown, down) = (0, 0, false);
        for (var at = 0; at < Count; at++)
        {
            if (!down && length == 0)
            {
                at = NextBad(slots, at);
                if (at >= Count) break;
                unknown = 0;
            }

            var state = slots.At(First + at);
            if (state == SlotState.Unknown)
            {
                if (++unknown > AvailabilityRule.UnknownSlotsBridged) length = 0;
                continue;
            }

            unknown = 0;
            if (down) Mark(at);
            if (state != (down ? SlotState.Good : SlotState.Bad))
            {
                length = 0;
                continue;
            }

            run[length++] = at;
            if (length < AvailabilityRule.SlotsToChange) continue;
            down = !down;
            foreach (var slot in run)
                if (down) Mark(slot);
                else Unmark(slot);
            length = 0;
        }
    }

    private readonly int NextBad(SlotHistory slots, int at)
    {
        for (; at < Count; at += 64)
        {
            var bad = slots.BadFrom(First + at) & slots.KnownFrom(First + at);
            if (bad != 0) return at + BitOperations.TrailingZeroCount(bad);
        }

        return Count;
    }

    private void Mark(int at)
    {
        _down[at >> 6] |= 1UL << (at & 63);
        Unavailable++;
    }

    private void Unmark(int at)
    {
        _down[at >> 6] &= ~(1UL << (at & 63));
        Unavailable--;
    }

    private static ulong Within(int bits) => bits >= 64 ? ulong.MaxValue : bits <= 0 ? 0 : (1UL << bits) - 1;
}

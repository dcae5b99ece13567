using System.Buffers;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Scores;

/// <summary>Slots out of rows.</summary>
public sealed partial class SlotHistory
{
    /// <summary>
    /// Makes the slots of [from, to) anew. The rows must be all there are in that time, since a slot is good or bad by all of its targets, and
    /// the checks before and after it as far as they reach.
    /// </summary>
    /// <returns>From the start of the first slot that is another than before to the end of the last, Unix milliseconds; null when none is.</returns>
    public (long FromMs, long ToMs)? Remake(long fromMs, long toMs, IReadOnlyList<KeptWindow> rows, IReadOnlyDictionary<TestKey, TimeSpan> periods)
    {
        var first = fromMs / Window.SlotMs;
        var count = (int)Math.Clamp((toMs + Window.SlotMs - 1) / Window.SlotMs - first, 0, Kept);
        if (count == 0) return null;
        var checks = new ServiceChecks(rows, periods);
        var tallies = ArrayPool<Tally>.Shared.Rent(count);
        try
        {
            tallies.AsSpan(0, count).Clear();
            for (var i = 0; i < rows.Count; i++) Count(rows[i], first, tallies.AsSpan(0, count));
            return SetAll(first, tallies.AsSpan(0, count), checks);
        }
        finally
        {
            ArrayPool<Tally>.Shared.Return(tallies);
        }
    }

    private (long FromMs, long ToMs)? SetAll(long first, ReadOnlySpan<Tally> tallies, ServiceChecks checks)
    {
        var (changedFrom, changedTo) = (-1L, -1L);
        for (var i = 0; i < tallies.Length; i++)
        {
            var path = tallies[i].Path;
            var state = checks.Combine(path, first + i);
            if (!Set(first + i, state, state == SlotState.Bad ? tallies[i].Fault(path) : Segment.None)) continue;
            if (changedFrom < 0) changedFrom = first + i;
            changedTo = first + i + 1;
        }

        return changedFrom < 0 ? null : (changedFrom * Window.SlotMs, changedTo * Window.SlotMs);
    }

    private static void Count(in KeptWindow row, long first, Span<Tally> tallies)
    {
        if (row.EndMs <= first * Window.SlotMs || !row.TimeTrusted || row.Test.Segment == Segment.None || row.Test.Kind is not (Kind.Icmp or Kind.Tcp or Kind.Stamp)) return;
        var from = row.StartMs / Window.SlotMs - first;
        foreach (var (index, slot) in row.Slots)
        {
            if ((ulong)(from + index) < (ulong)tallies.Length) tallies[(int)(from + index)].Add(row.Test.Segment, slot);
        }
    }

    /// <summary>What the targets of one slot say.</summary>
    private struct Tally
    {
        private int _attempts;
        private int _good;
        private int _bad;

        // A bit for each segment of the ladder.
        private byte _answering;
        private byte _silent;

        public readonly SlotState Path => ReferenceSlots.Combine(_attempts, _good, _bad);

        public void Add(Segment segment, Slot slot)
        {
            var bit = (byte)(1 << ((int)segment - 1));
            if (slot.State == SlotState.Good) _answering |= bit;
            else _silent |= bit;
            if (segment is not (Segment.Core or Segment.Service)) return;
            _attempts += slot.Attempts;
            if (slot.State == SlotState.Good) _good++;
            else _bad++;
        }

        // A bad slot over a good path is the service's own; else the first point, from home outward, that lost more than half.
        public readonly Segment Fault(SlotState path)
        {
            if (path == SlotState.Good) return Segment.Service;
            Span<double?> loss = [LossAt(0), LossAt(1), LossAt(2), 1];
            return FaultSegment.Of(loss) is { Kind: FaultVerdictKind.Down } verdict ? verdict.First : Segment.Service;
        }

        private readonly double? LossAt(int segment) =>
            (_answering & (1 << segment)) != 0 ? 0 : (_silent & (1 << segment)) != 0 ? 1 : null;
    }
}

using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Memory;

namespace EdgeProbe.Capture.Flows;

/// <summary>Bytes that were passed over: <c>[Start, End)</c>, since when, and whether the receiver has acknowledged them unseen.</summary>
internal struct Hole
{
    public long TimeNs;
    public uint Start;
    public uint End;
    public bool IsAcknowledged;
}

/// <summary>A range of sequence numbers, half open; empty when both are equal.</summary>
internal struct NumberRange
{
    public uint Start;
    public uint End;
}

[InlineArray(Trouble.Most)]
internal struct Holes
{
    private Hole _first;
}

[InlineArray(Trouble.Most)]
internal struct Repeats
{
    private NumberRange _first;
}

[InlineArray(Trouble.FewRanges)]
internal struct Taints
{
    private NumberRange _first;
}

[InlineArray(Trouble.FewRanges)]
internal struct Fills
{
    private ArmedSegment _first;
}

/// <summary>What a direction in trouble has to remember; most never need it.</summary>
internal struct Trouble
{
    public const int Most = 8;
    public const int FewRanges = 4;

    public Holes Holes;

    /// <summary>Seen again and counted as lost behind the probe, until a DSACK says otherwise.</summary>
    public Repeats Repeats;

    /// <summary>
    /// Segments in here were sent before one at or below them was sent again or came late: an acknowledgment over them tells of the later
    /// event.
    /// </summary>
    public Taints Taints;

    /// <summary>Segments that filled a hole and were never seen before: an acknowledgment that ends exactly at one is its own.</summary>
    public Fills Fills;
    public byte HoleCount;
    public byte NextRepeat;
    public byte TaintCount;
    public byte NextFill;

    public void RemoveHole(int index)
    {
        HoleCount--;
        for (var i = index; i < HoleCount; i++) Holes[i] = Holes[i + 1];
    }

    public void RememberRepeat(uint start, uint end)
    {
        Repeats[NextRepeat] = new NumberRange { Start = start, End = end };
        NextRepeat = (byte)((NextRepeat + 1) % Most);
    }

    /// <summary>Everything from a number up to the highest seen is in doubt from now on.</summary>
    public void Taint(uint start, uint right)
    {
        // Ranges ascend: one that the new range reaches is part of it.
        while (TaintCount > 0 && Serial.IsAtOrBefore(start, Taints[TaintCount - 1].End))
        {
            start = Serial.Earlier(start, Taints[TaintCount - 1].Start);
            TaintCount--;
        }

        // With no place left the newest two become one: some samples fewer, none wrong.
        if (TaintCount == FewRanges) start = Taints[--TaintCount].Start;
        Taints[TaintCount++] = new NumberRange { Start = start, End = right };
    }

    public readonly bool IsTainted(uint start, uint end)
    {
        for (var i = 0; i < TaintCount; i++)
        {
            if (Serial.IsAtOrBefore(Taints[i].Start, start) && Serial.IsAtOrBefore(end, Taints[i].End)) return true;
        }

        return false;
    }

    /// <summary>Whether something was sent again or came late within a range.</summary>
    public readonly bool BeginsTaintIn(uint left, uint right)
    {
        for (var i = 0; i < TaintCount; i++)
        {
            if (Serial.IsAtOrBefore(left, Taints[i].Start) && Serial.IsBefore(Taints[i].Start, right)) return true;
        }

        return false;
    }

    public void DropTaintsBelow(uint acknowledged)
    {
        var kept = 0;
        for (var i = 0; i < TaintCount; i++)
        {
            if (Serial.IsBefore(acknowledged, Taints[i].End)) Taints[kept++] = Taints[i];
        }

        TaintCount = (byte)kept;
    }

    public void ArmFill(uint start, uint end, long timeNs)
    {
        Fills[NextFill] = new ArmedSegment { Start = start, End = end, TimeNs = timeNs };
        NextFill = (byte)((NextFill + 1) % FewRanges);
    }

    /// <summary>A segment at or below them was sent after them: they are measured no more.</summary>
    public void DisarmFills(uint start)
    {
        for (var i = 0; i < FewRanges; i++)
        {
            if (Serial.IsBefore(start, Fills[i].End)) Fills[i] = default;
        }
    }

    public bool TryTakeFill(uint end, out long timeNs)
    {
        for (var i = 0; i < FewRanges; i++)
        {
            ref var fill = ref Fills[i];
            if (fill.Start == fill.End || fill.End != end) continue;
            timeNs = fill.TimeNs;
            fill = default;
            return true;
        }

        timeNs = 0;
        return false;
    }

    /// <summary>Takes back a repeat that overlaps a range; false when none does.</summary>
    public bool TryForgive(uint start, uint end, out uint bytes)
    {
        for (var i = 0; i < Most; i++)
        {
            ref var repeat = ref Repeats[i];
            if (repeat.Start == repeat.End || !Serial.IsBefore(repeat.Start, end) || !Serial.IsBefore(start, repeat.End)) continue;
            bytes = repeat.End - repeat.Start;
            repeat = default;
            return true;
        }

        bytes = 0;
        return false;
    }
}

/// <summary>A fixed number of directions in trouble at once: 0.7 MiB. Not thread-safe.</summary>
internal sealed class TroublePool : IDisposable
{
    private const int Places = 2048;
    private readonly NativeTable<Trouble> _places = new(Places);
    private readonly NativeTable<ushort> _free = new(Places);
    private int _freeCount;

    public TroublePool()
    {
        for (var place = Places; place > 0; place--) _free[_freeCount++] = (ushort)place;
    }

    /// <summary>Times that a direction found no place: its losses are not located.</summary>
    public long Refused { get; private set; }

    public ref Trouble this[ushort place] => ref _places[place - 1];

    /// <summary>Gives a direction its place if it has none; false when all are taken.</summary>
    public bool TryHave(ref ushort place)
    {
        if (place != 0) return true;
        if (_freeCount == 0)
        {
            Refused++;
            return false;
        }

        place = _free[--_freeCount];
        this[place] = default;
        return true;
    }

    public void Give(ref ushort place)
    {
        if (place != 0) _free[_freeCount++] = place;
        place = 0;
    }

    public void Dispose()
    {
        _places.Dispose();
        _free.Dispose();
    }
}

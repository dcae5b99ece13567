using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Memory;

namespace EdgeProbe.Capture.Flows;

/// <summary>Bytes that were passed over: <c>[Start, End)</c>, since when, and whether the receiver has acknowledged them unseen.</summary>
internal struct Hole
{
    public uint Start;
    public uint End;
    public uint Time;
    public bool IsAcknowledged;
}

/// <summary>Bytes that were seen again and counted as lost behind the probe, until a DSACK says otherwise.</summary>
internal struct Repeat
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
    private Repeat _first;
}

/// <summary>What a direction in trouble has to remember; most never need it.</summary>
internal struct Trouble
{
    public const int Most = 8;

    public Holes Holes;
    public Repeats Repeats;
    public byte HoleCount;
    public byte NextRepeat;

    public void RemoveHole(int index)
    {
        HoleCount--;
        for (var i = index; i < HoleCount; i++) Holes[i] = Holes[i + 1];
    }

    public void RememberRepeat(uint start, uint end)
    {
        Repeats[NextRepeat] = new Repeat { Start = start, End = end };
        NextRepeat = (byte)((NextRepeat + 1) % Most);
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

/// <summary>A fixed number of directions in trouble at once: 0.5 MiB. Not thread-safe.</summary>
internal sealed class TroublePool : IDisposable
{
    private const int Places = 2048;
    private readonly NativeTable<Trouble> _places = new(Places);
    private readonly Stack<ushort> _free = new(Enumerable.Range(1, Places).Select(i => (ushort)i).Reverse());

    /// <summary>Times that a direction found no place: its losses are not located.</summary>
    public long Refused { get; private set; }

    public ref Trouble this[ushort place] => ref _places[place - 1];

    /// <summary>Gives a direction its place if it has none; false when all are taken.</summary>
    public bool TryHave(ref ushort place)
    {
        if (place != 0) return true;
        if (!_free.TryPop(out place))
        {
            Refused++;
            return false;
        }

        this[place] = default;
        return true;
    }

    public void Give(ref ushort place)
    {
        if (place != 0) _free.Push(place);
        place = 0;
    }

    public void Dispose() => _places.Dispose();
}

using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Availability;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// Two days of a line's slots, good, bad or unknown, as its reference targets make them (those behind the access line, since a gateway that
/// answers says nothing of the line) and the checks of the services that it is paid for; and of a bad one in which part of the way. Two days,
/// so that yesterday can be corrected and an hour of it still has its own trailing day. Three bits a slot at most: a line that was never
/// bad takes one. Not thread-safe.
/// </summary>
public sealed partial class SlotHistory
{
    public const int PerDay = 24 * 3600 * 1000 / Window.SlotMs;

    /// <summary>Slots that are remembered.</summary>
    public const int Kept = 2 * PerDay;

    private const int PerWord = 64;

    private readonly ulong[] _known = new ulong[Kept / PerWord];

    // Made with the first bad slot. The fault of one that is not bad is zero.
    private ulong[]? _bad;
    private ulong[]? _faultLow;
    private ulong[]? _faultHigh;

    private long _newest = -1;

    /// <summary>The slots of [from, to), two days at most, oldest first; unknown where nothing is known.</summary>
    public SlotState[] Between(long fromMs, long toMs)
    {
        var first = fromMs / Window.SlotMs;
        var states = new SlotState[Math.Clamp(toMs / Window.SlotMs - first, 0, Kept)];
        for (var at = 0; at < states.Length; at += PerWord)
        {
            var (known, bad) = (KnownFrom(first + at), BadFrom(first + at));
            for (var i = 0; i < PerWord && at + i < states.Length; i++)
                if ((known >> i & 1) != 0) states[at + i] = (bad >> i & 1) != 0 ? SlotState.Bad : SlotState.Good;
        }

        return states;
    }

    internal SlotState At(long number)
    {
        if (!IsKept(number) || !Has(_known, number)) return SlotState.Unknown;
        return Has(_bad, number) ? SlotState.Bad : SlotState.Good;
    }

    /// <summary>Where the way was cut in a bad slot; <see cref="Segment.None"/> in any other.</summary>
    internal Segment FaultAt(long number) =>
        At(number) != SlotState.Bad ? Segment.None : (Segment)(1 + (Has(_faultLow, number) ? 1 : 0) + (Has(_faultHigh, number) ? 2 : 0));

    /// <summary>64 slots from this one on, the first in the lowest bit; slots that are not kept are 0.</summary>
    internal ulong KnownFrom(long number) => From(_known, number);

    internal ulong BadFrom(long number) => _bad is null ? 0 : From(_bad, number);

    internal bool HasBad => _bad is not null;

    /// <returns>Whether it is another state than before.</returns>
    private bool Set(long number, SlotState state, Segment fault)
    {
        // A backfill older than what is kept must not push out a newer slot.
        if (number <= _newest - Kept) return false;
        if (number > _newest) Advance(number);
        var changed = At(number) != state || (state == SlotState.Bad && FaultAt(number) != fault);
        if (!changed) return false;
        if (state == SlotState.Bad)
        {
            _bad ??= new ulong[_known.Length];
            _faultLow ??= new ulong[_known.Length];
            _faultHigh ??= new ulong[_known.Length];
        }

        var place = (int)fault - 1;
        Put(_known, number, state != SlotState.Unknown);
        Put(_bad, number, state == SlotState.Bad);
        Put(_faultLow, number, state == SlotState.Bad && (place & 1) != 0);
        Put(_faultHigh, number, state == SlotState.Bad && (place & 2) != 0);
        return true;
    }

    private void Advance(long number)
    {
        if (_newest < 0 || number - _newest >= Kept)
        {
            Array.Clear(_known);
            if (_bad is not null) Array.Clear(_bad);
        }
        else
        {
            for (var fresh = _newest + 1; fresh <= number; fresh++)
            {
                Put(_known, fresh, false);
                Put(_bad, fresh, false);
            }
        }

        _newest = number;
    }

    private bool IsKept(long number) => number <= _newest && number > _newest - Kept && number >= 0;

    private ulong From(ulong[] plane, long number)
    {
        var place = (int)(number % Kept);
        var (word, bit) = (place / PerWord, place % PerWord);
        var bits = plane[word] >> bit;
        if (bit > 0) bits |= plane[word + 1 == plane.Length ? 0 : word + 1] << (PerWord - bit);
        // What lies outside of the two days is another slot's place.
        if (number > _newest || number + PerWord <= _newest - Kept + 1) return 0;
        if (number + PerWord - 1 > _newest) bits &= ulong.MaxValue >> (int)(number + PerWord - 1 - _newest);
        if (number <= _newest - Kept) bits &= ulong.MaxValue << (int)(_newest - Kept + 1 - number);
        return bits;
    }

    private static bool Has(ulong[]? plane, long number) => plane is not null && (plane[Word(number)] & Bit(number)) != 0;

    private static void Put(ulong[]? plane, long number, bool set)
    {
        if (plane is null) return;
        if (set) plane[Word(number)] |= Bit(number);
        else plane[Word(number)] &= ~Bit(number);
    }

    private static int Word(long number) => (int)(number % Kept) / PerWord;

    private static ulong Bit(long number) => 1UL << (int)(number % Kept % PerWord);
}

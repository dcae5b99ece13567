using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Fleet;

/// <summary>
/// A set of sequence numbers kept as half-open intervals, ascending and apart from each other. Bounded: with more intervals than it may
/// keep, the two lowest are joined, and the numbers between them count as known from then on (<see cref="Forgotten"/>).
/// </summary>
public sealed class IntervalSet
{
    // A probe far behind has a handful of holes; a thousand is a stream of every second number.
    private const int MostIntervals = 1_000;

    private readonly List<SequenceRange> _ranges = [];

    public IReadOnlyList<SequenceRange> Ranges => _ranges;

    /// <summary>Numbers that were joined in without having been seen, because the set was full.</summary>
    public ulong Forgotten { get; private set; }

    public static IntervalSet From(IEnumerable<SequenceRange> ranges)
    {
        var set = new IntervalSet();
        foreach (var range in ranges) set.Add(range.From, range.To);
        return set;
    }

    /// <returns>How many of the numbers were not in the set before.</returns>
    public ulong Add(ulong from, ulong to)
    {
        if (to <= from) return 0;
        var first = FirstEndingAtOrAfter(from);
        var (start, end, covered, last) = (from, to, 0UL, first);
        for (; last < _ranges.Count && _ranges[last].From <= to; last++)
        {
            covered += Overlap(_ranges[last], from, to);
            start = Math.Min(start, _ranges[last].From);
            end = Math.Max(end, _ranges[last].To);
        }

        _ranges.RemoveRange(first, last - first);
        _ranges.Insert(first, new SequenceRange(start, end));
        JoinLowestIfFull();
        return to - from - covered;
    }

    public bool Contains(ulong number)
    {
        var at = FirstEndingAtOrAfter(number + 1);
        return at < _ranges.Count && _ranges[at].From <= number;
    }

    /// <summary>The holes between the intervals.</summary>
    public IEnumerable<SequenceRange> Gaps()
    {
        for (var i = 1; i < _ranges.Count; i++) yield return new SequenceRange(_ranges[i - 1].To, _ranges[i].From);
    }

    private static ulong Overlap(SequenceRange range, ulong from, ulong to)
    {
        var (start, end) = (Math.Max(range.From, from), Math.Min(range.To, to));
        return end > start ? end - start : 0;
    }

    private int FirstEndingAtOrAfter(ulong number)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].To < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void JoinLowestIfFull()
    {
        if (_ranges.Count <= MostIntervals) return;
        Forgotten += _ranges[1].From - _ranges[0].To;
        _ranges[0] = new SequenceRange(_ranges[0].From, _ranges[1].To);
        _ranges.RemoveAt(1);
    }
}

using System.Diagnostics;

namespace EdgeProbe;

/// <summary>
/// A mergeable summary of delays in whole microseconds: the base-2 exponential histogram of the OpenTelemetry metrics data model at the
/// fixed scale 5. Bucket <c>i</c> holds <c>base^i &lt; delay &lt;= base^(i+1)</c> with <c>base = 2^(1/32)</c>, so a quantile is off by at
/// most 1.083 % of its value. Merging is exact: the sketch of a union is the merge of the sketches, in any order.
/// Adding allocates nothing once the buckets that a path uses exist. Not thread-safe; lives as long as its owner wants.
/// </summary>
public sealed partial class DelaySketch
{
    /// <summary>The one scale that both ends speak: 2^5 buckets for each doubling of the delay.</summary>
    public const int Scale = 5;

    // Buckets come in steps of one doubling, so growth is rare and a path's range is covered after its first few delays.
    private const int Step = SubBuckets;

    private uint[] _counts = [];
    private int _first;
    private int _lowest = int.MaxValue;
    private int _highest = int.MinValue;

    /// <summary>How many delays are inside, the zero bucket included.</summary>
    public long Count { get; private set; }

    /// <summary>Delays under one microsecond: they have no bucket on a logarithmic scale.</summary>
    public long Zero { get; private set; }

    /// <summary>Smallest delay in microseconds; 0 while empty.</summary>
    public ulong Min { get; private set; }

    /// <summary>Largest delay in microseconds; 0 while empty.</summary>
    public ulong Max { get; private set; }

    /// <summary>Sum of all delays in microseconds.</summary>
    public ulong Sum { get; private set; }

    /// <summary>Index of the first bucket of <see cref="Buckets"/>; 0 while empty.</summary>
    public int FirstIndex => _lowest == int.MaxValue ? 0 : _lowest;

    /// <summary>The counts from the lowest to the highest bucket in use; borrowed until the next change.</summary>
    public ReadOnlySpan<uint> Buckets => _lowest == int.MaxValue ? [] : _counts.AsSpan(_lowest - _first, _highest - _lowest + 1);

    /// <summary>Arithmetic mean in microseconds; 0 while empty.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>Adds a delay, <paramref name="times"/> times.</summary>
    public void Add(ulong microseconds, uint times = 1)
    {
        if (times == 0) return;
        Min = Count == 0 ? microseconds : Math.Min(Min, microseconds);
        Max = Math.Max(Max, microseconds);
        Sum += microseconds * times;
        Count += times;
        if (microseconds == 0) Zero += times;
        else CountIn(IndexOf(microseconds), times);
    }

    /// <summary>Adds all that another sketch holds; the other stays as it is.</summary>
    public void Merge(DelaySketch other)
    {
        if (other.Count == 0) return;
        Min = Count == 0 ? other.Min : Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        Sum += other.Sum;
        Count += other.Count;
        Zero += other.Zero;
        var theirs = other.Buckets;
        if (theirs.IsEmpty) return;
        Cover(other._lowest, other._highest);
        AddAll(theirs, _counts.AsSpan(other._lowest - _first, theirs.Length));
    }

    /// <summary>
    /// Puts back what a codec or a store has read: one bucket of <paramref name="count"/> delays. Call <see cref="RestoreBounds"/> after
    /// the last one.
    /// </summary>
    public void RestoreBucket(int index, uint count)
    {
        if (count == 0) return;
        Count += count;
        CountIn(index, count);
    }

    /// <summary>Puts back the delays under one microsecond.</summary>
    public void RestoreZero(uint count)
    {
        Zero += count;
        Count += count;
    }

    /// <summary>Puts back the smallest, largest and summed delay in microseconds.</summary>
    public void RestoreBounds(ulong min, ulong max, ulong sum)
    {
        Min = min;
        Max = max;
        Sum = sum;
    }

    /// <summary>Empties the sketch and keeps its buckets for reuse.</summary>
    public void Clear()
    {
        if (_lowest != int.MaxValue) _counts.AsSpan(_lowest - _first, _highest - _lowest + 1).Clear();
        _lowest = int.MaxValue;
        _highest = int.MinValue;
        Count = 0;
        Zero = 0;
        RestoreBounds(0, 0, 0);
    }

    private void CountIn(int index, uint times)
    {
        if (index < _lowest || index > _highest) Cover(index, index);
        _counts[index - _first] += times;
    }

    private void Cover(int lowest, int highest)
    {
        _lowest = Math.Min(_lowest, lowest);
        _highest = Math.Max(_highest, highest);
        if (_counts.Length > 0 && _lowest >= _first && _highest < _first + _counts.Length) return;
        Grow();
    }

    private void Grow()
    {
        var from = _counts.Length == 0 ? FloorToStep(_lowest) : Math.Min(_first, FloorToStep(_lowest));
        var to = Math.Max(_counts.Length == 0 ? int.MinValue : _first + _counts.Length, FloorToStep(_highest) + Step);
        var grown = new uint[to - from];
        _counts.CopyTo(grown.AsSpan(_counts.Length == 0 ? 0 : _first - from));
        _counts = grown;
        _first = from;
        Debug.Assert(_lowest >= _first && _highest < _first + _counts.Length);
    }

    private static int FloorToStep(int index) => index & ~(Step - 1);
}

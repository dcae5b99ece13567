namespace EdgeProbe;

/// <summary>Counts by <see cref="Counter"/>; mergeable. Counting allocates nothing. Not thread-safe.</summary>
public sealed class CounterSet
{
    private readonly ulong[] _values = new ulong[Counters.Capacity];

    public ulong this[Counter counter] => (int)counter < _values.Length ? _values[(int)counter] : 0;

    public bool IsEmpty => !_values.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>How many counters are not zero.</summary>
    public int Count => _values.Length - _values.AsSpan().Count(0UL);

    /// <summary>Adds an amount; of a level the larger is kept. A number beyond <see cref="Counters.Capacity"/> is passed over.</summary>
    public void Add(Counter counter, ulong amount)
    {
        if ((int)counter >= _values.Length) return;
        ref var value = ref _values[(int)counter];
        value = Counters.IsLevel(counter) ? Math.Max(value, amount) : value + amount;
    }

    public void Merge(CounterSet other)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (other._values[i] > 0) Add((Counter)i, other._values[i]);
        }
    }

    public void Clear() => Array.Clear(_values);

    /// <summary>The counters that are not zero, in the order of their numbers.</summary>
    public IEnumerable<(Counter Counter, ulong Value)> NotZero()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] > 0) yield return ((Counter)i, _values[i]);
        }
    }
}

using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Fleet;

/// <summary>A hole in a probe's sequence numbers that nothing explains, and when it was first noticed.</summary>
public readonly record struct Gap(SequenceRange Range, DateTimeOffset Noticed);

/// <summary>
/// Which sequence numbers of one store epoch are stored, and which the probe has declared lost. Not thread-safe.
/// </summary>
public sealed class SequenceLedger
{
    /// <summary>Replays of a probe that was offline may fill a hole for this long before it counts as unexplained.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // As many as fit a QoS 0 message comfortably; what is left out is acknowledged with the batch that completes it.
    private const int MostAckedRanges = 32;

    private readonly IntervalSet _stored;
    private readonly IntervalSet _explained;
    private List<Gap> _noticed = [];

    public SequenceLedger(IEnumerable<SequenceRange>? stored = null, IEnumerable<SequenceRange>? declared = null)
    {
        _stored = IntervalSet.From(stored ?? []);
        Declared = IntervalSet.From(declared ?? []);
        _explained = IntervalSet.From([.. _stored.Ranges, .. Declared.Ranges]);
    }

    public IReadOnlyList<SequenceRange> Stored => _stored.Ranges;

    /// <summary>Numbers that the probe itself said were overwritten unsent.</summary>
    public IntervalSet Declared { get; }

    /// <returns>How many of the numbers were stored before.</returns>
    public ulong Store(ulong from, ulong to)
    {
        _explained.Add(from, to);
        return to - from - _stored.Add(from, to);
    }

    /// <summary>Takes the <paramref name="count"/> numbers before <paramref name="before"/> as lost on the probe.</summary>
    /// <returns>How many of them were not declared before.</returns>
    public ulong Declare(ulong before, ulong count)
    {
        var from = before - Math.Min(count, before);
        _explained.Add(from, before);
        return Declared.Add(from, before);
    }

    public bool IsStored(ulong number) => _stored.Contains(number);

    /// <summary>
    /// What to tell the probe after storing [from, to): all below the first number not known to be stored, and the newest intervals.
    /// A collector that joined late knows nothing of what came before its first number, and does not claim it.
    /// </summary>
    public Ack AckOf(ulong epoch, ulong from, ulong to)
    {
        var beginning = _stored.Ranges.Count > 0 && _stored.Ranges[0].From <= 1 ? _stored.Ranges[0].To : 0;
        var mine = _stored.Ranges.First(r => r.From <= from && r.To >= to);
        var others = _stored.Ranges.Where(r => r.From > beginning).TakeLast(MostAckedRanges);
        var ranges = others.Append(mine).Where(r => r.From >= beginning && r.To > beginning).Distinct().OrderBy(r => r.From);
        return new Ack { StoreEpoch = epoch, UpTo = beginning, Ranges = [.. ranges] };
    }

    /// <summary>Holes that neither a sample nor a declaration has filled within <see cref="Patience"/>. Call it about once a minute.</summary>
    public IReadOnlyList<Gap> Unexplained(DateTimeOffset now)
    {
        _noticed = [.. _explained.Gaps().Select(gap => new Gap(gap, FirstNoticed(gap, now)))];
        return [.. _noticed.Where(gap => now - gap.Noticed >= Patience)];
    }

    // A hole that was filled in part is as old as what is left of it.
    private DateTimeOffset FirstNoticed(SequenceRange gap, DateTimeOffset now)
    {
        var first = now;
        foreach (var known in _noticed)
            if (known.Range.From < gap.To && gap.From < known.Range.To && known.Noticed < first) first = known.Noticed;
        return first;
    }
}

using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Ingest;

/// <summary>
/// Batches whose aliases no birth has named yet, for a minute at most. Bounded; what does not fit is dropped unacknowledged, so that the
/// probe sends it again. Thread-safe.
/// </summary>
internal sealed class HeldBatches
{
    /// <summary>A probe answers a request for its birth within seconds, or not at all.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const int MostOfOneProbe = 64;
    private const int MostInAll = 2_048;

    private readonly Lock _lock = new();
    private readonly Dictionary<ProbeId, List<WaitingBatch>> _held = [];
    private int _count;

    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <param name="isFirst">True when nothing of this probe was held before: the moment to ask for its birth.</param>
    /// <returns>False when there is no room.</returns>
    public bool TryHold(WaitingBatch batch, out bool isFirst)
    {
        lock (_lock)
        {
            isFirst = !_held.TryGetValue(batch.Probe.Id, out var held);
            held ??= _held[batch.Probe.Id] = [];
            if (held.Count >= MostOfOneProbe || _count >= MostInAll) return false;
            held.Add(batch);
            _count++;
            return true;
        }
    }

    /// <summary>All that waits for this probe's birth.</summary>
    public IReadOnlyList<WaitingBatch> Release(ProbeId probe)
    {
        lock (_lock)
        {
            if (!_held.Remove(probe, out var held)) return [];
            _count -= held.Count;
            return held;
        }
    }

    /// <summary>What has waited too long, marked as given up.</summary>
    public IReadOnlyList<WaitingBatch> Expire(DateTimeOffset now)
    {
        lock (_lock)
        {
            var expired = new List<WaitingBatch>();
            foreach (var (probe, held) in _held.ToList())
            {
                expired.AddRange(held.Where(b => now - b.Arrived >= Longest).Select(b => b with { GivenUp = true }));
                held.RemoveAll(b => now - b.Arrived >= Longest);
                if (held.Count == 0) _held.Remove(probe);
            }

            _count -= expired.Count;
            return expired;
        }
    }
}

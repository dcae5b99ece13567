namespace EdgeProbe.Agent.Board;

/// <summary>
/// Collects garbage once a minute. Left alone, the collector lets it grow with the size of the processor's cache before it looks, by half a
/// megabyte a minute; the live heap is under a megabyte, so looking costs a few milliseconds. Delays are timed by the kernel and do not feel it.
/// Not thread-safe.
/// </summary>
internal sealed class ManagedHeap(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private long? _last;

    /// <summary>To be called now and then; acts when a minute has passed since it last did, and the first time.</summary>
    public void GiveBack()
    {
        if (_last is { } last && clock.GetElapsedTime(last) < Interval) return;
        _last = clock.GetTimestamp();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}

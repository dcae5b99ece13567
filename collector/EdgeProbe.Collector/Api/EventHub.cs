using System.Collections.Concurrent;
using System.Threading.Channels;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Api;

/// <summary>
/// Tells every open page which probes have changed. A page's memory is the set of probes that it has not been told of, so a slow one costs
/// no more than the fleet is large. Thread-safe.
/// </summary>
public sealed class EventHub
{
    private const int MostPages = 500;

    private readonly ConcurrentDictionary<EventPage, bool> _pages = new();
    private readonly System.Diagnostics.Metrics.Counter<long> _slow;
    private readonly System.Diagnostics.Metrics.Counter<long> _refused;

    public EventHub(CollectorMeter meter)
    {
        _slow = meter.Counter("edgeprobe_events_slow_pages_dropped", "Pages cut off because they did not read their events");
        _refused = meter.Counter("edgeprobe_events_pages_refused", "Pages turned away because too many were open");
        meter.Gauge("edgeprobe_events_pages", "Pages that listen to events now", () => _pages.Count);
    }

    public void Changed(ProbeId probe)
    {
        foreach (var page in _pages.Keys) page.Add(probe);
    }

    /// <param name="wants">Of which probes the page is told; null for all. Asked for each change, so that it follows a probe that moves.</param>
    /// <returns>Null when too many pages are open.</returns>
    public EventPage? Open(Func<ProbeId, bool>? wants)
    {
        if (_pages.Count >= MostPages)
        {
            _refused.Add(1);
            return null;
        }

        var page = new EventPage(wants);
        _pages[page] = true;
        return page;
    }

    public void Close(EventPage page) => _pages.TryRemove(page, out _);

    public void DroppedSlowPage() => _slow.Add(1);
}

/// <summary>One page's list of probes that it has not been told of yet.</summary>
public sealed class EventPage(Func<ProbeId, bool>? wants)
{
    private readonly ConcurrentDictionary<ProbeId, bool> _untold = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(ProbeId probe)
    {
        if (wants?.Invoke(probe) == false) return;
        _untold[probe] = true;
        _signal.Writer.TryWrite(true);
    }

    /// <summary>The probes that changed; empty when nothing did for as long as <paramref name="patience"/>.</summary>
    public async ValueTask<IReadOnlyCollection<ProbeId>> WaitAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await _signal.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }

        var changed = _untold.Keys.ToList();
        foreach (var probe in changed) _untold.TryRemove(probe, out _);
        return changed;
    }
}

using System.Collections.Concurrent;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Experience.Verdicts;

/// <summary>
/// Which access node each probe's line hangs on: as the customer's record says, else by the first hop beyond the gateway that the newest walk
/// found. Thread-safe.
/// </summary>
public sealed class NodeBook
{
    private readonly CustomerRegistry _customers;
    private readonly ConcurrentDictionary<ProbeId, ulong> _firstHops = new();
    private readonly Lock _gate = new();
    private long _revision;
    private Index? _index;

    public NodeBook(CustomerRegistry customers)
    {
        _customers = customers;
        customers.Changed += _ => Interlocked.Increment(ref _revision);
    }

    /// <summary>Takes what a walk found out of rows that are stored.</summary>
    public void Take(StoredRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows.Rows)
        {
            // Both families pass one node, and it has an address of each: the first family that a probe told of stands.
            if (row.Sample.Path is not { FirstHop: not 0 } path || row.Test.Family == IpFamily.V6) continue;
            if (_firstHops.TryGetValue(row.Probe, out var known) && known == path.FirstHop) continue;
            _firstHops[row.Probe] = path.FirstHop;
            Interlocked.Increment(ref _revision);
        }
    }

    /// <summary>The node's name within the tenant; null when neither source knows one.</summary>
    public string? Of(ProbeId probe) => _customers.OfProbe(probe)?.Node ?? (_firstHops.TryGetValue(probe, out var hop) ? $"hop-{hop:x16}" : null);

    /// <summary>All other probes on the same node; empty when the node is not known.</summary>
    public IReadOnlyList<ProbeId> NeighboursOf(ProbeId probe)
    {
        if (Of(probe) is not { } node) return [];
        return [.. Current().Probes.GetValueOrDefault((probe.Tenant, node), []).Where(other => other != probe)];
    }

    private Index Current()
    {
        var revision = Interlocked.Read(ref _revision);
        lock (_gate)
        {
            if (_index is { } index && index.Revision == revision) return index;
            var probes = _customers.All.SelectMany(customer => customer.ProbeIds).Concat(_firstHops.Keys).Distinct();
            return _index = new Index(
                revision,
                probes.Select(id => (Id: id, Node: Of(id))).Where(p => p.Node is not null).GroupBy(p => (p.Id.Tenant, p.Node!)).ToDictionary(
                    g => g.Key, g => g.Select(p => p.Id).ToArray()));
        }
    }

    private sealed record Index(long Revision, Dictionary<(string Tenant, string Node), ProbeId[]> Probes);
}

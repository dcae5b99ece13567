using System.Collections.Concurrent;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Fleet;

/// <summary>
/// All probes that were ever heard of. Lives in memory and is written to <see cref="FleetDatabase"/> before anything that it says is
/// acknowledged, so that a restart leaves neither a gap nor a doubled point. Thread-safe.
/// </summary>
public sealed class FleetRegistry
{
    private readonly ConcurrentDictionary<ProbeId, FleetProbe> _probes = new();
    private readonly FleetDatabase _database;

    public FleetRegistry(FleetDatabase database)
    {
        _database = database;
        foreach (var probe in database.Load()) _probes[probe.Id] = probe;
    }

    /// <summary>Raised after any change that a person could see.</summary>
    public event Action<ProbeId>? Changed;

    public IEnumerable<FleetProbe> All => _probes.Values;

    public FleetProbe? Find(ProbeId id) => _probes.GetValueOrDefault(id);

    public FleetProbe FindOrAdd(ProbeId id) => _probes.GetOrAdd(id, static i => new FleetProbe(new ProbeFacts { Id = i }, []));

    /// <summary>Writes the probes down and tells those who watch.</summary>
    /// <exception cref="IOException">The database cannot be written; nothing was.</exception>
    public void Save(IReadOnlyCollection<FleetProbe> probes)
    {
        _database.Save(probes);
        foreach (var probe in probes) Changed?.Invoke(probe.Id);
    }

    /// <exception cref="IOException">The database cannot be written; nothing was.</exception>
    public void Quarantine(IReadOnlyCollection<QuarantineEntry> samples) => _database.Quarantine(samples);

    /// <summary>The newest that was set aside of a probe, newest first.</summary>
    /// <exception cref="IOException">The database cannot be read.</exception>
    public IReadOnlyList<QuarantineEntry> Quarantined(ProbeId id, int most = 100) => _database.Quarantined(id, most);
}

using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Customers;

public enum ChangeKind : byte { Added, Changed, Removed }

/// <summary>One change of what is known of a customer or a plan. Says what and when, never who: the collector knows no users.</summary>
/// <param name="Field">Column that changed; null when the whole came or went.</param>
public sealed record Change(DateTimeOffset At, ChangeKind What, string? Field, string? Before, string? After);

/// <summary>What a change of the registry touched.</summary>
/// <param name="Probes">Probes of those customers, before and after.</param>
public sealed record CustomersChanged(IReadOnlyCollection<CustomerKey> Customers, IReadOnlyCollection<ProbeId> Probes);

/// <summary>A value and where in the import it stood.</summary>
/// <param name="Line">Line of a CSV file, or the number of a JSON array's object, from 1.</param>
public readonly record struct Placed<T>(int Line, T Value);

/// <summary>What an import did, once all of it is stored.</summary>
public sealed record ImportCounts(int Rows, int Added, int Changed, int Unchanged);

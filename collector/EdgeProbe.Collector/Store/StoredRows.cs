using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store;

/// <summary>Rows that the store has just taken, of one probe.</summary>
/// <param name="Late">Sent again or long after its time: scores of the past are corrected, and nothing is alarmed.</param>
public sealed record StoredRows(ProbeId Probe, IReadOnlyList<WindowRow> Rows, bool Late);

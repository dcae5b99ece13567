using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// What scores are made from: what the probe asked. What it only watched, the customer's own traffic, enters no score of profile 1, and so it
/// must not move a score's end or make old data look young either: it is left at the door.
/// </summary>
internal static class AskedRows
{
    public static IReadOnlyList<WindowRow> Of(IReadOnlyList<WindowRow> rows) =>
        rows.Any(r => r.Test.Kind.IsPassive()) ? [.. rows.Where(r => !r.Test.Kind.IsPassive())] : rows;
}

using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Store.Embedded;

/// <summary>Unknown is NULL in the tables, both ways.</summary>
internal static class EmbeddedValue
{
    public static object OrNull(double? number) => number is { } value ? value : DBNull.Value;

    public static object OrNull(long? number) => number is { } value ? value : DBNull.Value;

    public static double? NumberAt(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}

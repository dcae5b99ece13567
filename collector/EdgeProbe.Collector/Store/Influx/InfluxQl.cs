using System.Text.Json;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store.Influx;

/// <summary>One row of an InfluxQL answer, its values by column name.</summary>
internal sealed class InfluxRow(Dictionary<string, int> columns, JsonElement values, JsonElement? tags)
{
    public long? Whole(string column) => Value(column) is { ValueKind: JsonValueKind.Number } v ? (v.TryGetInt64(out var exact) ? exact : (long)v.GetDouble()) : null;

    public double? Number(string column) => Value(column) is { ValueKind: JsonValueKind.Number } v ? v.GetDouble() : null;

    /// <summary>A text column, or a tag that the query grouped by; empty when there is neither.</summary>
    public string Text(string column)
    {
        if (Value(column) is { ValueKind: JsonValueKind.String } value) return value.GetString() ?? "";
        return tags is { } grouped && grouped.TryGetProperty(column, out var tag) ? tag.GetString() ?? "" : "";
    }

    private JsonElement? Value(string column) => columns.TryGetValue(column, out var at) ? values[at] : null;
}

/// <summary>InfluxQL: how a text is quoted, and how an answer is read.</summary>
internal static class InfluxQl
{
    /// <summary>A string literal; names of probes hold nothing that would need more.</summary>
    public static string Literal(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    public static string Identifier(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string Of(ProbeId probe, long fromMs, long toMs) =>
        FormattableString.Invariant($"tenant = {Literal(probe.Tenant)} AND probe = {Literal(probe.Probe)} AND time >= {fromMs}ms AND time < {toMs}ms");

    /// <exception cref="StoreReadException">The answer holds an error.</exception>
    public static IEnumerable<InfluxRow> Rows(JsonDocument answer)
    {
        foreach (var result in answer.RootElement.GetProperty("results").EnumerateArray())
        {
            if (result.TryGetProperty("error", out var error))
            {
                // Nothing was written yet: the first write makes it.
                if (error.GetString()!.StartsWith("database not found", StringComparison.Ordinal)) yield break;
                throw new StoreReadException($"the database refused a query: {error.GetString()}");
            }

            if (!result.TryGetProperty("series", out var series)) continue;
            foreach (var one in series.EnumerateArray())
            {
                var columns = one.GetProperty("columns").EnumerateArray().Select((c, i) => (Name: c.GetString()!, i)).ToDictionary(c => c.Name, c => c.i);
                var tags = one.TryGetProperty("tags", out var grouped) ? grouped : (JsonElement?)null;
                foreach (var values in one.GetProperty("values").EnumerateArray()) yield return new InfluxRow(columns, values, tags);
            }
        }
    }
}

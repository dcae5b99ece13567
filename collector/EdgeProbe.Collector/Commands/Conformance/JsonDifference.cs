using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeProbe.Collector.Commands.Conformance;

/// <summary>Where two JSON values first differ, numbers within a tolerance. What is expected must be there; more is allowed.</summary>
internal static class JsonDifference
{
    public static string? First(JsonNode? expected, JsonNode? actual, double tolerance, string path = "$") => expected switch
    {
        null => actual is null ? null : $"{path} is {actual.ToJsonString()}, expected null",
        JsonObject wanted => Objects(wanted, actual, tolerance, path),
        JsonArray wanted => Arrays(wanted, actual, tolerance, path),
        _ => Values(expected, actual, tolerance, path),
    };

    private static string? Objects(JsonObject expected, JsonNode? actual, double tolerance, string path)
    {
        if (actual is not JsonObject found) return $"{path} is {Show(actual)}, expected an object";
        foreach (var (name, value) in expected)
        {
            if (!found.TryGetPropertyValue(name, out var member)) return $"{path}.{name} is missing";
            if (First(value, member, tolerance, $"{path}.{name}") is { } difference) return difference;
        }

        return null;
    }

    private static string? Arrays(JsonArray expected, JsonNode? actual, double tolerance, string path)
    {
        if (actual is not JsonArray found || found.Count != expected.Count)
            return $"{path} has {(actual as JsonArray)?.Count ?? 0} elements, expected {expected.Count}";
        for (var i = 0; i < expected.Count; i++)
        {
            if (First(expected[i], found[i], tolerance, $"{path}[{i}]") is { } difference) return difference;
        }

        return null;
    }

    private static string? Values(JsonNode expected, JsonNode? actual, double tolerance, string path)
    {
        if (actual is null || actual.GetValueKind() != expected.GetValueKind()) return $"{path} is {Show(actual)}, expected {Show(expected)}";
        var agrees = expected.GetValueKind() == JsonValueKind.Number
            ? Math.Abs(Number(actual) - Number(expected)) <= tolerance * Math.Max(1, Math.Abs(Number(expected)))
            : JsonNode.DeepEquals(expected, actual);
        return agrees ? null : $"{path} is {Show(actual)}, expected {Show(expected)}";
    }

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    private static string Show(JsonNode? node) => node?.ToJsonString() ?? "null";
}

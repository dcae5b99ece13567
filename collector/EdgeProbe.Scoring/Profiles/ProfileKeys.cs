using System.Text.Json;

namespace EdgeProbe.Scoring.Profiles;

/// <summary>
/// Finds keys that no profile has. A misspelt one would leave a number at its absence while its writer believes it set.
/// </summary>
internal static class ProfileKeys
{
    public static IEnumerable<string> Unknown(JsonElement profile)
    {
        foreach (var fault in Unknown(profile, "", "version", "apps", "availability", "personas", "bands", "hours")) yield return fault;
        if (Child(profile, "availability") is { } availability)
            foreach (var fault in Unknown(availability, "availability.", "optimal", "unacceptable")) yield return fault;
        if (Child(profile, "apps") is not { } apps) yield break;
        foreach (var app in apps.EnumerateObject())
            foreach (var fault in OfApp(app.Value, $"apps.{app.Name}.")) yield return fault;
    }

    private static IEnumerable<string> OfApp(JsonElement app, string path)
    {
        foreach (var fault in Unknown(app, path, "metrics", "gates")) yield return fault;
        if (Child(app, "metrics") is not { } metrics) yield break;
        foreach (var metric in metrics.EnumerateObject())
            foreach (var fault in Unknown(metric.Value, $"{path}metrics.{metric.Name}.", "scale", "optimal", "unacceptable")) yield return fault;
    }

    private static JsonElement? Child(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in parent.EnumerateObject())
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.Object) return member.Value;
        return null;
    }

    private static IEnumerable<string> Unknown(JsonElement element, string path, params string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object) yield break;
        foreach (var member in element.EnumerateObject())
            if (!known.Contains(member.Name, StringComparer.OrdinalIgnoreCase)) yield return $"{path}{member.Name}: not known here; known are {string.Join(", ", known)}";
    }
}

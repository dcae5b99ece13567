using System.Text.Json;

namespace EdgeProbe.Shared.Tests.Measurement;

/// <summary>The profile's own cases, where they lie beside the working copy: <c>shared/vectors/score-profile-1.json</c> in a folder above.</summary>
internal static class SketchVectors
{
    public static IReadOnlyList<JsonElement> Of(string function)
    {
        if (Find() is not { } path) return [];
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        return [.. file.RootElement.GetProperty("vectors").EnumerateArray().Where(v => v.GetProperty("function").GetString() == function).Select(v => v.Clone())];
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "vectors", "score-profile-1.json");
            if (File.Exists(path)) return path;
        }

        return null;
    }
}

using System.Text.Json;

namespace EdgeProbe.Collector.Settings;

/// <summary>
/// Reads the settings: JSON with comments and trailing commas. Reports all problems at once, each with its path, and takes nothing from a
/// file that has one.
/// </summary>
public static class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 16,
    };

    public static SettingsResult Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return SettingsResult.Refused([$"the settings file {path} cannot be read: {problem.Message}"]);
        }
    }

    public static SettingsResult Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return SettingsResult.Refused(["the settings must be one JSON object: { ... }"]);
            var problems = new List<string>();
            var settings = SettingsShape.Read(new Section(document.RootElement, "", problems));
            return problems.Count == 0 ? new SettingsResult(settings, []) : SettingsResult.Refused(problems);
        }
        catch (JsonException broken)
        {
            return SettingsResult.Refused([$"the settings are not JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}: {broken.Message}"]);
        }
    }
}

/// <summary>The settings, or every reason why there are none.</summary>
public sealed record SettingsResult(CollectorSettings? Settings, IReadOnlyList<string> Problems)
{
    public static SettingsResult Refused(IReadOnlyList<string> problems) => new(null, problems);
}

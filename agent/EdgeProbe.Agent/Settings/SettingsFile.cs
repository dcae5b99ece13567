using System.Text.Json;

namespace EdgeProbe.Agent.Settings;

/// <summary>Reads the settings: JSON with comments and trailing commas. Paths in it are relative to the file itself.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 };

    /// <summary>Everything that is wrong, at once, each by its path in the file; settings only when nothing is.</summary>
    public static (AgentSettings? Settings, IReadOnlyList<string> Problems) Load(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            var why = unreadable is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "this user may not read it";
            return (null, [$"{path} cannot be read: {why}; give the right one with --config FILE"]);
        }
    }

    public static (AgentSettings? Settings, IReadOnlyList<string> Problems) Parse(ReadOnlyMemory<byte> json, string directory)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            var problems = new List<string>();
            var settings = Read(new SettingsNode(document.RootElement, "", problems), new SettingsPaths(directory));
            problems.AddRange(settings.Problems());
            problems.AddRange(FileProblem.Of("httpCa", settings.HttpCa));
            return problems.Count == 0 ? (settings, []) : (null, problems);
        }
        catch (JsonException broken)
        {
            return (null, [$"the file is not JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}; look for a missing quote, comma or bracket"]);
        }
    }

    private static AgentSettings Read(SettingsNode root, SettingsPaths paths)
    {
        var defaults = new AgentSettings();
        var settings = new AgentSettings
        {
            Tenant = root.Text("tenant") ?? "",
            Probe = root.Text("probe") ?? "",
            Site = root.Text("site") ?? "",
            Broker = SettingsSections.Broker(root.Section("broker"), paths),
            Gateway = root.Text("gateway") ?? defaults.Gateway,
            Reflector = root.Reflector(),
            Services = [.. root.Sections("services").Select(SettingsSections.Service)],
            Resolvers = root.Texts("resolvers") ?? defaults.Resolvers,
            DnsQuestion = root.Text("dnsQuestion"),
            HttpCa = paths.Resolve(root.Text("httpCa")),
            Plan = SettingsSections.Plan(root.Section("plan")),
            Limits = SettingsSections.Limits(root.Section("limits")),
            Passive = SettingsSections.Passive(root.Section("passive")),
            Spool = SettingsSections.Spool(root.Section("spool"), paths),
            Window = SettingsSections.Window(root.Section("window")),
        };
        root.RefuseUnknown();
        return settings;
    }
}

/// <summary>Makes the paths of a settings file absolute: they are relative to the file's own directory.</summary>
internal readonly record struct SettingsPaths(string Directory)
{
    public string? Resolve(string? path) => string.IsNullOrEmpty(path) ? null : Path.Combine(Directory, path);
}

namespace EdgeProbe.Architecture.Tests;

/// <summary>The checkout that the tests were built from, as files.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "wwwroot", "dist", "out"];

    public static string Top { get; } = FindTop();

    /// <summary>Paths from the top, with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        var root = Path.Combine(Top, folder);
        if (!Directory.Exists(root)) return [];
        return [.. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Top, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(NotOurs).Any())
            .Order(StringComparer.Ordinal)];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Top, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Top, path));

    private static string FindTop()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeProbe.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside the repository: EdgeProbe.sln is in no folder above");
    }
}

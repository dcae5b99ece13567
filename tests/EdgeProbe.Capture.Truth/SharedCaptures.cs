namespace EdgeProbe.Capture.Truth;

/// <summary>
/// The public captures that are handed out beside the repository and never lie in it: ../shared/captures, from the top. Everything here is
/// empty where that folder is not.
/// </summary>
public static class SharedCaptures
{
    private const string Generator = "gen_synth.py";

    public static string? Folder { get; } = Find();

    public static IReadOnlyList<string> Files => Folder is null ? [] : CapturesIn(Folder);

    /// <summary>The program that simulates captures from a seed; null where it is not.</summary>
    public static string? GeneratorFile => Folder is { } folder && File.Exists(Path.Combine(folder, Generator)) ? Path.Combine(folder, Generator) : null;

    public static IReadOnlyList<string> CapturesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(IsCapture).Order(StringComparer.Ordinal)];

    private static bool IsCapture(string file) =>
        Path.GetExtension(file).ToUpperInvariant() is ".PCAP" or ".PCAPNG" or ".CAP" or ".DMP";

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "EdgeProbe.sln")) || at.Parent is null) continue;
            var folder = Path.Combine(at.Parent.FullName, "shared", "captures");
            return Directory.Exists(folder) ? folder : null;
        }

        return null;
    }
}

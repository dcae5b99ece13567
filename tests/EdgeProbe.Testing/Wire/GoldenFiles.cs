namespace EdgeProbe.Testing.Wire;

/// <summary>The files of tests/contract, sample.proto and CONTRACT.md, as they lie beside the running test.</summary>
public static class GoldenFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "contract");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));
}

using System.Text.Json;

namespace EdgeProbe.Agent.Commands;

/// <summary>
/// Where the running agent leaves its status: in systemd's runtime directory, which is memory, and beside the spool where there is none.
/// </summary>
internal static class StatusFile
{
    private const string Name = "status.json";
    private const string SystemDirectory = "/run/edgeprobe";

    /// <summary>Whole or not at all: a reader never sees half a file. A directory that refuses costs only the status.</summary>
    public static void Write(StatusDocument status, string spoolDirectory)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY") ?? spoolDirectory, Name);
        try
        {
            using (var file = File.Create(path + ".new")) StatusJson.Write(status, file);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The spool says loudly that its directory cannot be written.
        }
    }

    /// <summary>The newest status of an agent with that spool; null when none was left or it cannot be read.</summary>
    public static StatusDocument? Read(string spoolDirectory) =>
        Newer(TryRead(Path.Combine(SystemDirectory, Name)), TryRead(Path.Combine(spoolDirectory, Name)));

    private static StatusDocument? Newer(StatusDocument? one, StatusDocument? other) =>
        one is null || other?.Time > one.Time ? other : one;

    private static StatusDocument? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? StatusJson.Read(File.ReadAllBytes(path)) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

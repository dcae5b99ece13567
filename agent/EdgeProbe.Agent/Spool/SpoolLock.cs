using System.Globalization;

namespace EdgeProbe.Agent.Spool;

/// <summary>Keeps a second agent off the spool: two would use the same numbers. The kernel frees it when its holder dies.</summary>
internal sealed class SpoolLock : IDisposable
{
    private readonly FileStream _file;

    private SpoolLock(FileStream file) => _file = file;

    /// <exception cref="SpoolException">Another process holds it, or the directory cannot be written.</exception>
    public static SpoolLock Take(string directory)
    {
        // The holder's number has a file of its own: a locked one cannot be read.
        var path = Path.Combine(directory, "holder");
        try
        {
            Directory.CreateDirectory(directory);
            var file = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new SpoolLock(file);
        }
        catch (UnauthorizedAccessException)
        {
            throw SpoolException.Unwritable(directory, "this user may not write there");
        }
        catch (IOException failure) when (Holder(path) is { } holder && failure is not DirectoryNotFoundException)
        {
            throw SpoolException.Held(directory, holder);
        }
        catch (IOException failure)
        {
            throw SpoolException.Unwritable(directory, failure.Message);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string? Holder(string path)
    {
        try
        {
            return File.ReadAllText(path) is { Length: > 0 } pid ? pid : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

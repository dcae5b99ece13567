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
        var path = Path.Combine(directory, "lock");
        try
        {
            Directory.CreateDirectory(directory);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
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
            // Sharing everything takes no lock of its own, so the holder's note can be read.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd() is { Length: > 0 } pid ? pid : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

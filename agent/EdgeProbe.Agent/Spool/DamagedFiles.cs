namespace EdgeProbe.Agent.Spool;

/// <summary>
/// What did not check, kept beside the spool for whoever wants to find out why. Bounded: the oldest copies go first. Copying is a courtesy,
/// so a disk that refuses it costs only the copy.
/// </summary>
internal sealed class DamagedFiles(string directory)
{
    private const long MaxBytes = 256 << 10;
    private readonly string _directory = Path.Combine(directory, "damaged");
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public long Bytes { get; private set; }

    public void CountOne() => Interlocked.Increment(ref _count);

    public void SetAside(string path)
    {
        CountOne();
        Try(() => File.Move(path, Path.Combine(_directory, Path.GetFileName(path)), overwrite: true));
    }

    /// <summary>Copies a file from an offset to its end.</summary>
    public void Copy(string path, long offset)
    {
        CountOne();
        Try(() =>
        {
            using var from = File.OpenRead(path);
            from.Position = offset;
            using var to = File.Create(Path.Combine(_directory, $"{Path.GetFileName(path)}.{offset}"));
            from.CopyTo(to);
        });
    }

    private void Try(Action act)
    {
        try
        {
            Directory.CreateDirectory(_directory);
            act();
            Shrink();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Bytes = 0;
        }
    }

    private void Shrink()
    {
        var files = new DirectoryInfo(_directory).GetFiles();
        Array.Sort(files, static (a, b) => b.LastWriteTimeUtc.CompareTo(a.LastWriteTimeUtc));
        Bytes = 0;
        foreach (var file in files)
        {
            if (Bytes + file.Length > MaxBytes) file.Delete();
            else Bytes += file.Length;
        }
    }
}

using EdgeProbe.Agent.Spool;
using EdgeProbe.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Agent.Tests.Spool;

public sealed class FileSpoolTests : SpoolContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private int _opened;

    // Each in a directory of its own: one spool has one owner.
    internal override ISpool Open(long maxMemoryBytes) =>
        FileSpool.Open(new SpoolOptions { Directory = _directory.File($"{++_opened}"), MaxMemoryBytes = maxMemoryBytes }, Encoded.Write, Clock, NullLogger.Instance);

    public void Dispose() => _directory.Dispose();
}

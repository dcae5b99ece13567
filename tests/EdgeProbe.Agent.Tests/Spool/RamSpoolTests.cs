using EdgeProbe.Agent.Spool;

namespace EdgeProbe.Agent.Tests.Spool;

public sealed class RamSpoolTests : SpoolContract
{
    internal override ISpool Open(long maxMemoryBytes) => new RamSpool(0xE90C, maxMemoryBytes, Encoded.Write, Clock);
}

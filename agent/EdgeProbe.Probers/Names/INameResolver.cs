namespace EdgeProbe.Probers.Names;

/// <summary>Turns a host name into the addresses it has in one family. Thread-safe; lives as long as the agent runs.</summary>
public interface INameResolver
{
    /// <summary>Asks once. A name that does not resolve is an answer with its reason; only cancellation throws.</summary>
    ValueTask<NameAnswer> ResolveAsync(string host, IpFamily family, CancellationToken cancellation);
}

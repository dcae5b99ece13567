using System.Net;
using EdgeProbe.Probers.Names;

namespace EdgeProbe.Agent.Tests.Probers.Names;

/// <summary>Gives the answer it was told to give, at once, and counts how often it was asked.</summary>
internal sealed class FakeResolver : INameResolver
{
    public NameAnswer Answer { get; set; } = NameAnswer.Failed(Reason.ResolverFailed);

    public int Asked { get; private set; }

    public FakeResolver Has(params string[] addresses)
    {
        Answer = NameAnswer.Of(addresses.Select(IPAddress.Parse).ToArray());
        return this;
    }

    public ValueTask<NameAnswer> ResolveAsync(string host, IpFamily family, CancellationToken cancellation)
    {
        Asked++;
        return ValueTask.FromResult(Answer);
    }
}

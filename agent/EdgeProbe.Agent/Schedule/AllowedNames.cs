using EdgeProbe.Probers.Names;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// The system's resolver without the addresses that the owner forbids, so that no prober is ever handed one, not even by a name that is
/// moved or by a redirect.
/// </summary>
internal sealed class AllowedNames(INameResolver resolver, DestinationRule rule) : INameResolver
{
    public async ValueTask<NameAnswer> ResolveAsync(string host, IpFamily family, CancellationToken cancellation)
    {
        var answer = await resolver.ResolveAsync(host, family, cancellation).ConfigureAwait(false);
        if (answer.Reason != Reason.Answered) return answer;
        var allowed = answer.Addresses.Where(rule.Allows).ToArray();
        return allowed.Length == 0 ? NameAnswer.Failed(Reason.DestinationNotAllowed) : NameAnswer.Of(allowed);
    }
}

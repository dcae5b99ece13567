using System.Collections.Concurrent;
using System.Net;

namespace EdgeProbe.Probers.Names;

/// <summary>
/// All addresses of every host in use, per family, taken in turn so that each of them is tried and judged; not the first alone. Answers
/// are asked for again when they are old, and the last good ones are kept while the resolver fails. Thread-safe.
/// </summary>
public sealed class AddressBook(INameResolver resolver, NameOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Host, IpFamily Family), AddressPage> _pages = new();

    /// <summary>
    /// The address whose turn it is. Waits for the resolver only when nothing good is known yet; an old answer is given at once and
    /// renewed in the background. Never throws but for cancellation.
    /// </summary>
    public async ValueTask<AddressChoice> NextAsync(string host, IpFamily family, CancellationToken cancellation)
    {
        if (Families.AnswerOfLiteral(host, family) is { } literal) return AddressChoice.Of(literal);
        var page = Page(host, family);
        if (page.IsOld(clock, options.RefreshAfter))
        {
            var renewal = page.RenewAsync(resolver, clock);
            if (!page.HasAddresses) await renewal.WaitAsync(cancellation).ConfigureAwait(false);
        }

        return page.Next();
    }

    /// <summary>
    /// Asks the resolver now, whatever is known, and gives the address whose turn it is; fails when the resolver fails, as a browser would.
    /// What was known stays known to <see cref="NextAsync"/>.
    /// </summary>
    public async ValueTask<AddressChoice> AskAsync(string host, IpFamily family, CancellationToken cancellation)
    {
        if (Families.AnswerOfLiteral(host, family) is { } literal) return AddressChoice.Of(literal);
        var page = Page(host, family);
        var answer = await resolver.ResolveAsync(host, family, cancellation).ConfigureAwait(false);
        page.Take(answer, clock);
        return answer.Reason == Reason.Answered ? page.Next() : AddressChoice.None(answer.Reason);
    }

    /// <summary>Says whether an attempt at this address brought something back. An address that the name no longer has is ignored.</summary>
    public void Report(string host, IpFamily family, IPAddress address, bool answering)
    {
        if (_pages.TryGetValue((host, family), out var page)) page.Report(address, answering);
    }

    /// <summary>How many addresses the name has and how many of them answer; both 0 for a host given by address or never asked for.</summary>
    public AddressCounts Count(string host, IpFamily family) =>
        _pages.TryGetValue((host, family), out var page) ? page.Count() : default;

    /// <summary>The last reason the resolver gave for this name; Answered while it works.</summary>
    public Reason LastReason(string host, IpFamily family) =>
        _pages.TryGetValue((host, family), out var page) ? page.LastReason : Reason.Answered;

    private AddressPage Page(string host, IpFamily family) =>
        _pages.GetOrAdd((host, family), static key => new AddressPage(key.Host, key.Family));
}

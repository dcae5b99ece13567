using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Probers.Names;

/// <summary>
/// The resolver that the customer's own programs use: getaddrinfo, so /etc/hosts, nsswitch and the system's name servers apply. A look-up
/// that outlives its timeout goes on in the background until glibc gives up; it keeps its place in the queue till then.
/// </summary>
public sealed class SystemNameResolver : INameResolver, IDisposable
{
    private readonly NameOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lookup _lookup;
    private readonly SemaphoreSlim _places;

    public SystemNameResolver(NameOptions options, TimeProvider clock)
        : this(options, clock, System.Net.Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>With another look-up than the system's, for tests that must not ask a real name server.</summary>
    public SystemNameResolver(NameOptions options, TimeProvider clock, Lookup lookup)
    {
        (_options, _clock, _lookup) = (options, clock, lookup);
        _places = new SemaphoreSlim(options.AtOnce);
    }

    /// <summary>getaddrinfo: all addresses of the family, or a SocketException.</summary>
    public delegate Task<IPAddress[]> Lookup(string host, AddressFamily family, CancellationToken cancellation);

    public async ValueTask<NameAnswer> ResolveAsync(string host, IpFamily family, CancellationToken cancellation)
    {
        if (Families.AnswerOfLiteral(host, family) is { } literal) return literal;
        using var enough = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
        try
        {
            return await AskAsync(host, family, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return NameAnswer.Failed(Reason.ResolverTimedOut);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<NameAnswer> AskAsync(string host, IpFamily family, CancellationToken cancellation)
    {
        var (addresses, error) = await LookUpAsync(host, family.ToAddressFamily(), cancellation).ConfigureAwait(false);
        if (error is null) return NameAnswer.Of(addresses.Where(address => family.Holds(address)).Distinct().ToArray());
        if (error is not (SocketError.HostNotFound or SocketError.NoData)) return NameAnswer.Failed(Reason.ResolverFailed);

        // getaddrinfo says the same of a name that does not exist and of one without this family: only asking for any family tells.
        var (others, none) = await LookUpAsync(host, AddressFamily.Unspecified, cancellation).ConfigureAwait(false);
        return NameAnswer.Failed(none is null && others.Length > 0 ? Reason.NoAddressOfThisFamily : Reason.NameNotFound);
    }

    private async Task<(IPAddress[] Addresses, SocketError? Error)> LookUpAsync(
        string host, AddressFamily family, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        var lookup = HoldPlaceAsync(host, family);
        return await lookup.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<(IPAddress[] Addresses, SocketError? Error)> HoldPlaceAsync(string host, AddressFamily family)
    {
        try
        {
            return (await _lookup(host, family, CancellationToken.None).ConfigureAwait(false), null);
        }
        catch (SocketException refused)
        {
            return ([], refused.SocketErrorCode);
        }
        catch (ArgumentException)
        {
            // A name that getaddrinfo would not take, longer than 255 octets (RFC 1035 section 2.3.4).
            return ([], SocketError.HostNotFound);
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        try
        {
            _places.Release();
        }
        catch (ObjectDisposedException)
        {
            // The look-up outlived the resolver.
        }
    }
}

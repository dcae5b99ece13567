using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Dns;
using EdgeProbe.Probers.Http;
using EdgeProbe.Probers.Icmp;
using EdgeProbe.Probers.Names;
using EdgeProbe.Probers.Path;
using EdgeProbe.Probers.Stamp;
using EdgeProbe.Probers.Tcp;
using EdgeProbe.Sockets;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>
/// One prober of each kind. What cannot work here (no capability, no library) is there all the same and answers with its reason.
/// </summary>
internal sealed class ProberSet : IAsyncDisposable
{
    private readonly ReceiveLoop _loop;
    private readonly IcmpEchoProber _icmp;
    private readonly Dictionary<Kind, IProber> _probers;

    public ProberSet(AgentSettings settings, AddressBook book, FirstHops hops, Limits limits, TimeProvider clock, ILoggerFactory logs)
    {
        _loop = new ReceiveLoop(clock, logs.CreateLogger("probers"));
        _icmp = new IcmpEchoProber(_loop, clock, new IcmpOptions());
        var finder = new FirstHopFinder(hops, _icmp, limits, clock, logs.CreateLogger("schedule"));
        _probers = new Dictionary<Kind, IProber>
        {
            [Kind.Icmp] = _icmp,
            [Kind.Tcp] = new TcpConnectProber(_loop, clock, new TcpOptions { Timeout = Timeouts.Of(Kind.Tcp) }),
            [Kind.Stamp] = new StampProber(_loop, clock, new KernelClock(), new StampOptions { Timeout = Timeouts.Of(Kind.Stamp) }),
            [Kind.Path] = new PathProber(_loop, clock, new PathOptions(), finder.Walked),
            [Kind.Dns] = new DnsProber(new DnsOptions(), clock),
            [Kind.Http] = new HttpProber(HttpOptionsOf(settings), book, clock, logs.CreateLogger<HttpProber>()),
        };
    }

    public IReadOnlyDictionary<Kind, IProber> ByKind => _probers;

    /// <summary>What the probe can do on this box, for its birth.</summary>
    public IReadOnlyList<string> Capabilities =>
    [
        .. _icmp.Capability == "none" ? Array.Empty<string>() : [_icmp.Capability],
        .. _icmp.CapabilityOf(IpFamily.V6) == "none" ? Array.Empty<string>() : ["ipv6"],
    ];

    /// <summary>Sentences with remedies, one per family that cannot be pinged.</summary>
    public IReadOnlyList<string> Problems =>
        [.. new[] { _icmp.ProblemOf(IpFamily.V4), _icmp.ProblemOf(IpFamily.V6) }.OfType<string>()];

    public bool CanPing => _icmp.Capability != "none";

    public async ValueTask DisposeAsync()
    {
        foreach (var prober in _probers.Values) await prober.DisposeAsync().ConfigureAwait(false);
        _loop.Dispose();
    }

    // With networks forbidden, a redirect to a bare address would pass by the names' filter: then none is followed.
    private static HttpOptions HttpOptionsOf(AgentSettings settings) => new()
    {
        CaFile = settings.HttpCa,
        MaxRedirects = settings.Limits.AllowedDestinations.Count + settings.Limits.DeniedDestinations.Count > 0 ? 0 : new HttpOptions().MaxRedirects,
    };
}

using System.Net;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Path;
using EdgeProbe.Sockets;
using EdgeProbe.Testing.Namespaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Agent.Tests.Probers.Path;

/// <summary>
/// A way of three cables through four namespaces: probe, gateway, provider, shop. Both families are routed, and routers answer every packet
/// whose hops are used up.
/// </summary>
public sealed class PathLab : IDisposable
{
    private readonly ReceiveLoop _loop = new(TimeProvider.System, NullLogger.Instance);

    public PathLab()
    {
        Probe = NetworkNamespace.Create("probe");
        Gateway = NetworkNamespace.Create("gateway");
        Provider = NetworkNamespace.Create("provider");
        Shop = NetworkNamespace.Create("shop");
        Home = new VethPair(Probe, Gateway, 1);
        Access = new VethPair(Gateway, Provider, 2);
        Core = new VethPair(Provider, Shop, 3);
        foreach (var router in (NetworkNamespace[])[Gateway, Provider, Shop]) Forward(router);
        Route(Probe, "default", Home.Right);
        Route(Gateway, "default", Access.Right);
        Route(Provider, "10.99.1.0/24", Access.Left, "fd99:1::/64");
        Route(Shop, "default", Core.Left);

        // The first IPv6 packets of a fresh cable wait for its link-local addresses.
        Probe.Run("fping", "-q", "-r", "30", Core.Right.V4.ToString(), Core.Right.V6.ToString());
    }

    public NetworkNamespace Probe { get; }

    public NetworkNamespace Gateway { get; }

    public NetworkNamespace Provider { get; }

    public NetworkNamespace Shop { get; }

    public VethPair Home { get; }

    public VethPair Access { get; }

    public VethPair Core { get; }

    /// <summary>A quick pace: no rule of manners applies to our own wires. The wait is that of a loaded machine.</summary>
    public static PathOptions Quick { get; } = new() { Pace = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(2) };

    public static IPAddress Of(VethEnd end, IpFamily family) => family == IpFamily.V6 ? end.V6 : end.V4;

    /// <summary>Who should answer on the way to the shop.</summary>
    public IPAddress[] Way(IpFamily family) => [Of(Home.Right, family), Of(Access.Right, family), Of(Core.Right, family)];

    public PathProber Prober(PathOptions? options = null, Action<Target, PathWalk>? walked = null) =>
        new(_loop, TimeProvider.System, options ?? Quick, walked);

    public Task<PathWalk> WalkAsync(IPAddress to, PathOptions? options = null) => WalkAsync(Prober(options), to);

    public Task<PathWalk> WalkAsync(PathProber prober, IPAddress to) => Probe.RunAsync(() => prober.WalkAsync(Target(to), default));

    public static Target Target(IPAddress to) => new()
    {
        Test = 1,
        Name = "path",
        Kind = Kind.Path,
        Segment = Segment.Access,
        Family = to.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IpFamily.V6 : IpFamily.V4,
        Host = to.ToString(),
        Address = to,
    };

    public void Dispose()
    {
        _loop.Dispose();
        foreach (var space in (NetworkNamespace[])[Probe, Gateway, Provider, Shop]) space.Dispose();
    }

    private static void Forward(NetworkNamespace router)
    {
        router.SetKernel("net.ipv4.ip_forward", "1");
        router.SetKernel("net.ipv6.conf.all.forwarding", "1");
        router.SetKernel("net.ipv4.icmp_ratelimit", "0");
        router.SetKernel("net.ipv6.icmp.ratelimit", "0");
    }

    private static void Route(NetworkNamespace from, string network, VethEnd via, string? networkV6 = null)
    {
        from.Run("ip", "route", "add", network, "via", via.V4.ToString());
        from.Run("ip", "-6", "route", "add", networkV6 ?? network, "via", via.V6.ToString());
    }
}

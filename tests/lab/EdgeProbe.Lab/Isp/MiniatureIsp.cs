using EdgeProbe.Lab.Links;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Lab.Isp;

/// <summary>
/// Five namespaces in a row, home - gateway - access - core - service, joined by four emulated links: lan, access, core, service. Each
/// link is one segment of the ladder; each namespace between routes IPv4 and IPv6 and answers an exceeded TTL. Gone when disposed.
/// </summary>
public sealed class MiniatureIsp : IDisposable
{
    /// <summary>From the customer outwards; link i joins place i and place i + 1 and has network i + 1.</summary>
    public static readonly IReadOnlyList<string> LinkNames = ["lan", "access", "core", "service"];

    public static readonly IReadOnlyList<string> PlaceNames = ["home", "gateway", "access", "core", "service"];

    private readonly List<NetworkNamespace> _places = [];
    private readonly List<LinkEmulator> _links = [];

    public MiniatureIsp(ulong seed, TimeProvider clock)
    {
        try
        {
            foreach (var name in PlaceNames) _places.Add(NetworkNamespace.Create(name));
            foreach (var router in _places[1..^1]) Forward(router);
            for (var i = 0; i < LinkNames.Count; i++)
                _links.Add(new LinkEmulator(_places[i], _places[i + 1], LinkNames[i], (byte)(i + 1), seed * 8 + (ulong)i, clock));
            for (var place = 0; place < _places.Count; place++) Route(place);
            Home.AllowIcmpSockets();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public NetworkNamespace Home => _places[0];

    /// <summary>Where home and access meet: all that the customer sends and receives passes here.</summary>
    public NetworkNamespace Gateway => _places[1];

    /// <summary>The operator's first router, behind the access line.</summary>
    public NetworkNamespace Access => _places[2];

    public NetworkNamespace Core => _places[3];

    public NetworkNamespace Service => _places[4];

    public IReadOnlyList<NetworkNamespace> Places => _places;

    public IReadOnlyList<LinkEmulator> Links => _links;

    /// <exception cref="LabException">There is no such link.</exception>
    public LinkEmulator Link(string name) =>
        _links.FirstOrDefault(link => link.Name == name) ??
        throw new LabException($"there is no link '{name}'; the links are {string.Join(", ", LinkNames)}");

    public void Apply(Profile profile)
    {
        foreach (var link in _links) (link.Up.Settings, link.Down.Settings) = profile.Links[link.Name];
    }

    public void Dispose()
    {
        foreach (var link in _links) link.Dispose();
        foreach (var place in _places) place.Dispose();
    }

    private static void Forward(NetworkNamespace router)
    {
        router.SetKernel("net.ipv4.ip_forward", "1");
        router.SetKernel("net.ipv6.conf.all.forwarding", "1");
    }

    // Outwards everything that is not known, by the default route; inwards network by network.
    private void Route(int place)
    {
        var at = _places[place];
        if (place < _links.Count)
        {
            at.Run("ip", "route", "add", "default", "via", $"{_links[place].FarV4}");
            at.Run("ip", "-6", "route", "add", "default", "via", $"{_links[place].FarV6}");
        }

        for (var network = 1; network < place; network++)
        {
            at.Run("ip", "route", "add", $"10.98.{network}.0/24", "via", $"{_links[place - 1].NearV4}");
            at.Run("ip", "-6", "route", "add", $"fd98:{network}::/64", "via", $"{_links[place - 1].NearV6}");
        }
    }
}

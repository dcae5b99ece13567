using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// The default route of each family as the kernel's routing table says now (proc(5): net/route, net/ipv6_route). Re-read when it is older
/// than half a minute, since a home router may be swapped. Thread-safe.
/// </summary>
internal sealed class DefaultRoutes(TimeProvider clock, string directory = "/proc/net")
{
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(30);
    private const uint IsUp = 1;
    private const uint HasGateway = 2;
    private readonly Lock _gate = new();
    private (IPAddress? V4, IPAddress? V6) _gateways;
    private string? _device;
    private long? _read;

    /// <summary>The interface of the default route: IPv4's, else IPv6's; null without one. A point-to-point line needs no gateway for it.</summary>
    public string? Device
    {
        get
        {
            lock (_gate)
            {
                Refresh();
                return _device;
            }
        }
    }

    public IPAddress? Gateway(IpFamily family)
    {
        lock (_gate)
        {
            Refresh();
            return family == IpFamily.V6 ? _gateways.V6 : _gateways.V4;
        }
    }

    private void Refresh()
    {
        if (_read is { } read && clock.GetElapsedTime(read) < RefreshAfter) return;
        var (v4, v6) = (Lines("route"), Lines("ipv6_route"));
        _gateways = (BestV4(v4, IsUp | HasGateway)?.Gateway, BestV6(v6, IsUp | HasGateway)?.Gateway);
        _device = (BestV4(v4, IsUp) ?? BestV6(v6, IsUp))?.Device;
        _read = clock.GetTimestamp();
    }

    // Iface Destination Gateway Flags RefCnt Use Metric Mask ...; addresses as they lie in memory, little end first on all our machines.
    private static Route? BestV4(string[] lines, uint wanted)
    {
        var (best, metric) = ((Route?)null, uint.MaxValue);
        foreach (var line in lines.Skip(1))
        {
            var f = line.Split('\t', StringSplitOptions.TrimEntries);
            if (f.Length < 8 || f[1] != "00000000" || f[7] != "00000000" || !Has(f[3], wanted)) continue;
            if (!uint.TryParse(f[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var gateway)) continue;
            if (!uint.TryParse(f[6], NumberStyles.None, CultureInfo.InvariantCulture, out var cost) || cost >= metric) continue;
            (best, metric) = (new Route(new IPAddress(gateway), f[0]), cost);
        }

        return best;
    }

    // destination prefix source prefix gateway metric refcnt use flags iface, all hexadecimal.
    private static Route? BestV6(string[] lines, uint wanted)
    {
        var (best, metric) = ((Route?)null, uint.MaxValue);
        foreach (var line in lines)
        {
            var f = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (f.Length < 10 || f[1] != "00" || f[0].Trim('0').Length > 0 || f[4].Length != 32 || !Has(f[8], wanted)) continue;
            if (!uint.TryParse(f[5], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var cost) || cost >= metric) continue;
            (best, metric) = (new Route(Scoped(new IPAddress(Convert.FromHexString(f[4])), f[9]), f[9].Trim()), cost);
        }

        return best;
    }

    private static bool Has(string flags, uint wanted) =>
        uint.TryParse(flags, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) && (bits & wanted) == wanted;

    // A link-local router means nothing without its link.
    private static IPAddress Scoped(IPAddress address, string device)
    {
        if (!address.IsIPv6LinkLocal) return address;
        try
        {
            var link = NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(i => i.Name == device.Trim());
            return link is null ? address : new IPAddress(address.GetAddressBytes(), link.GetIPProperties().GetIPv6Properties().Index);
        }
        catch (NetworkInformationException)
        {
            return address;
        }
    }

    private string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(directory, file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private readonly record struct Route(IPAddress Gateway, string Device);
}

using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// The gateway of each family as the kernel's routing table says now (proc(5): net/route, net/ipv6_route). Re-read when it is older than
/// half a minute, since a home router may be swapped. Thread-safe.
/// </summary>
internal sealed class DefaultRoutes(TimeProvider clock, string directory = "/proc/net")
{
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private (IPAddress? V4, IPAddress? V6) _gateways;
    private long? _read;

    public IPAddress? Gateway(IpFamily family)
    {
        lock (_gate)
        {
            if (_read is not { } read || clock.GetElapsedTime(read) >= RefreshAfter)
            {
                _gateways = (ReadV4(Lines("route")), ReadV6(Lines("ipv6_route")));
                _read = clock.GetTimestamp();
            }

            return family == IpFamily.V6 ? _gateways.V6 : _gateways.V4;
        }
    }

    // Iface Destination Gateway Flags RefCnt Use Metric Mask ...; addresses as they lie in memory, little end first on all our machines.
    private static IPAddress? ReadV4(string[] lines)
    {
        var (best, metric) = ((IPAddress?)null, uint.MaxValue);
        foreach (var line in lines.Skip(1))
        {
            var f = line.Split('\t', StringSplitOptions.TrimEntries);
            if (f.Length < 8 || f[1] != "00000000" || f[7] != "00000000" || !IsUpWithGateway(f[3])) continue;
            if (!uint.TryParse(f[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var gateway)) continue;
            if (!uint.TryParse(f[6], NumberStyles.None, CultureInfo.InvariantCulture, out var cost) || cost >= metric) continue;
            (best, metric) = (new IPAddress(gateway), cost);
        }

        return best;
    }

    // destination prefix source prefix gateway metric refcnt use flags iface, all hexadecimal.
    private static IPAddress? ReadV6(string[] lines)
    {
        var (best, metric) = ((IPAddress?)null, uint.MaxValue);
        foreach (var line in lines)
        {
            var f = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (f.Length < 10 || f[1] != "00" || f[0].Trim('0').Length > 0 || f[4].Length != 32 || !IsUpWithGateway(f[8])) continue;
            if (!uint.TryParse(f[5], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var cost) || cost >= metric) continue;
            (best, metric) = (Scoped(new IPAddress(Convert.FromHexString(f[4])), f[9]), cost);
        }

        return best;
    }

    private static bool IsUpWithGateway(string flags) =>
        uint.TryParse(flags, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) && (bits & 3) == 3;

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
}

using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture;

/// <summary>
/// Public IPv6 networks of the home, which no private range tells: those that the kernel routes on the captured link itself (proc(5):
/// net/ipv6_route), if that link carries a private IPv4 address, so that it is the home's and not the operator's.
/// </summary>
internal static class HomeRoutes
{
    private const int Fields = 10;
    private const int GatewayFlag = 2; // RTF_GATEWAY
    private static readonly SideMap Private = new([], [], []);

    public static IReadOnlyList<IPNetwork> Of(string device, string table = "/proc/net/ipv6_route")
    {
        var networks = new List<IPNetwork>();
        if (!IsHome(device) || !File.Exists(table)) return networks;
        foreach (var line in File.ReadLines(table))
        {
            if (OnLink(line, device) is { } network) networks.Add(network);
        }

        return networks;
    }

    /// <summary>A line's network when it lies on that link without a gateway, is public and no single address; else null.</summary>
    internal static IPNetwork? OnLink(string line, string device)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields || parts[9] != device || parts[0].Length != 32) return null;
        if (!int.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length) || length is 0 or > 64) return null;
        if (!int.TryParse(parts[8], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var flags) || (flags & GatewayFlag) != 0) return null;
        var address = new IPAddress(Convert.FromHexString(parts[0]));
        return address.IsIPv6LinkLocal || address.IsIPv6Multicast ? null : new IPNetwork(address, length);
    }

    private static bool IsHome(string device)
    {
        foreach (var link in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (link.Name == device) return HasPrivateAddress(link);
        }

        return false;
    }

    private static bool HasPrivateAddress(NetworkInterface link)
    {
        foreach (var address in link.GetIPProperties().UnicastAddresses)
        {
            if (address.Address.AddressFamily == AddressFamily.InterNetwork && Private.PlaceOf(IpAddress.Of(address.Address)) == Place.Home) return true;
        }

        return false;
    }
}

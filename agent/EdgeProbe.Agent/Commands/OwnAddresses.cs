using System.Net;
using System.Net.NetworkInformation;

namespace EdgeProbe.Agent.Commands;

/// <summary>The addresses of all interfaces of this box: traffic to and from them is the probe's own.</summary>
internal static class OwnAddresses
{
    public static IReadOnlyList<IPAddress> Read()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}

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
            var own = new List<IPAddress>();
            foreach (var link in NetworkInterface.GetAllNetworkInterfaces())
            {
                foreach (var address in link.GetIPProperties().UnicastAddresses) own.Add(address.Address);
            }

            return own;
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}

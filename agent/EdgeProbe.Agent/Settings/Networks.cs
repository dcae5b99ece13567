using System.Net;

namespace EdgeProbe.Agent.Settings;

/// <summary>Lists of networks in the settings.</summary>
internal static class Networks
{
    /// <summary>Each entry must be a network without host bits: they are a slip of the pen about which network is meant.</summary>
    public static IEnumerable<string> Problems(string key, IReadOnlyList<string> networks)
    {
        for (var i = 0; i < networks.Count; i++)
        {
            if (!IsNetwork(networks[i]))
                yield return $"{key}[{i}] is \"{networks[i]}\"; it must be a network such as 192.0.2.0/24 or 2001:db8::/32, with no host bits set";
        }
    }

    /// <summary>False as well for a network with host bits, about which frameworks differ.</summary>
    public static bool TryRead(string text, out IPNetwork network) =>
        IPNetwork.TryParse(text, out network) && IPAddress.TryParse(text.Split('/')[0], out var given) && network.BaseAddress.Equals(given);

    private static bool IsNetwork(string text) => TryRead(text, out _);
}

using System.Net;

namespace EdgeProbe.Agent.Schedule;

/// <summary>Which addresses the owner lets this probe send to. A denied network wins over an allowed one; with none allowed, all are.</summary>
internal sealed class DestinationRule(IReadOnlyList<string> allowed, IReadOnlyList<string> denied)
{
    private readonly IPNetwork[] _allowed = Parse(allowed);
    private readonly IPNetwork[] _denied = Parse(denied);

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(_denied, n => n.Contains(plain)) && (_allowed.Length == 0 || Array.Exists(_allowed, n => n.Contains(plain)));
    }

    private static IPNetwork[] Parse(IReadOnlyList<string> networks)
    {
        var parsed = new IPNetwork[networks.Count];
        for (var i = 0; i < parsed.Length; i++) parsed[i] = IPNetwork.Parse(networks[i]);
        return parsed;
    }
}

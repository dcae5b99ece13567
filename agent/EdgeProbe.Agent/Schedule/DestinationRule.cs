using System.Net;

namespace EdgeProbe.Agent.Schedule;

/// <summary>Which addresses the owner lets this probe send to. A denied network wins over an allowed one; with none allowed, all are.</summary>
internal sealed class DestinationRule(IEnumerable<string> allowed, IEnumerable<string> denied)
{
    private readonly IPNetwork[] _allowed = [.. allowed.Select(n => IPNetwork.Parse(n))];
    private readonly IPNetwork[] _denied = [.. denied.Select(n => IPNetwork.Parse(n))];

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(_denied, n => n.Contains(plain)) && (_allowed.Length == 0 || Array.Exists(_allowed, n => n.Contains(plain)));
    }
}

using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Agent.Settings;

/// <summary>Something that the customer pays to reach, and how to tell whether it is there.</summary>
internal sealed record ServiceSettings
{
    public string Name { get; init; } = "";

    /// <summary>Name or address to ping; the URL's own when left out.</summary>
    public string? Host { get; init; }

    public string? Url { get; init; }

    /// <summary>Words that must be in the page.</summary>
    public string? ExpectBody { get; init; }

    public bool Ping { get; init; } = true;

    /// <summary>The port to connect to, beside the check; null for no such test.</summary>
    public int? TcpPort { get; init; }

    public IReadOnlyList<string> Families { get; init; } = ["v4", "v6"];

    public Uri? Address => Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    public string Destination => Host ?? Address?.DnsSafeHost ?? "";

    /// <summary>The families to try: those asked for, and only its own for a literal address.</summary>
    public IEnumerable<IpFamily> FamiliesOf(string host)
    {
        var literal = IPAddress.TryParse(host, out var address)
            ? address.AddressFamily == AddressFamily.InterNetworkV6 ? IpFamily.V6 : IpFamily.V4
            : IpFamily.Any;
        foreach (var name in Families)
        {
            var family = name == "v6" ? IpFamily.V6 : IpFamily.V4;
            if (literal is IpFamily.Any || literal == family) yield return family;
        }
    }

    public IEnumerable<string> Problems(string path)
    {
        if (Name.Length == 0) yield return $"{path}.name is missing; it is what people will see";
        if (Host is null && Url is null) yield return $"{path} has neither host nor url; give at least one";
        if (Host is not null && Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            yield return $"{path}.host is \"{Host}\"; it must be a name or an address";
        if (Url is not null && Address is null) yield return $"{path}.url is \"{Url}\"; it must start with http:// or https://";
        if (ExpectBody is not null && Url is null) yield return $"{path}.expectBody needs {path}.url; there is no page to look into";
        if (TcpPort is < 1 or > 65535) yield return $"{path}.tcpPort is {TcpPort}; it must lie between 1 and 65535";
        if (Families.Count == 0) yield return $"{path}.families is empty; use \"v4\", \"v6\" or both";
        foreach (var family in Families.Where(f => f is not ("v4" or "v6")))
            yield return $"{path}.families holds \"{family}\"; use \"v4\", \"v6\" or both";
        if (!Ping && Url is null && TcpPort is null) yield return $"{path} asks for no test; allow ping, or give url or tcpPort";
    }
}

using System.Net;

namespace EdgeProbe.Probers;

/// <summary>What one test points at. One test has one method, one segment and one family, so that IPv4 and IPv6 are judged apart.</summary>
public sealed record Target
{
    /// <summary>The test's alias in this store epoch; see the birth message.</summary>
    public required uint Test { get; init; }

    /// <summary>The name people know it by: "gateway", "shop".</summary>
    public required string Name { get; init; }

    public required Kind Kind { get; init; }

    public required Segment Segment { get; init; }

    public IpFamily Family { get; init; } = IpFamily.V4;

    /// <summary>Host name or literal address as it was configured; of the resolver for DNS.</summary>
    public required string Host { get; init; }

    /// <summary>Port of TCP, STAMP (862 by default) and DNS (53 by default); 0 where the method has none.</summary>
    public int Port { get; init; }

    /// <summary>The address to try now, chosen by the schedule among all that the name has. HTTP resolves by itself, to time it.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The resource to fetch; HTTP only.</summary>
    public Uri? Url { get; init; }

    /// <summary>Words that the body must hold for the check to pass; HTTP only, null to expect nothing.</summary>
    public string? ExpectedBody { get; init; }

    /// <summary>The name to ask for; DNS only.</summary>
    public string? Question { get; init; }
}

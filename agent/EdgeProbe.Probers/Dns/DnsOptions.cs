namespace EdgeProbe.Probers.Dns;

/// <summary>How a resolver is asked.</summary>
public sealed record DnsOptions
{
    /// <summary>Longest wait for an answer, TCP included. 10 ms to 10 s; default 5 s, as long as glibc's resolver waits before it asks again.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Type of record to ask for; null (the default) asks for A over IPv4 and AAAA over IPv6, as a host of that family would.</summary>
    public DnsType? Ask { get; init; }

    /// <summary>
    /// UDP payload that the query says it can take (EDNS0, RFC 6891); 0 sends no EDNS. 512 to 4096 or 0; default 1232, which fits IPv6's
    /// smallest MTU, so that no answer is lost to a dropped fragment.
    /// </summary>
    public int UdpPayload { get; init; } = 1232;

    public IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromMilliseconds(10) || Timeout > TimeSpan.FromSeconds(10))
            yield return $"dns.timeout is {Timeout}; it must lie between 10 ms and 10 s";
        if (UdpPayload is not 0 and (< 512 or > 4096))
            yield return $"dns.udpPayload is {UdpPayload}; it must be 0 (no EDNS) or lie between 512 and 4096";
        if (Ask is not (null or DnsType.A or DnsType.Aaaa)) yield return $"dns.ask is {Ask}; it must be A or Aaaa";
    }
}

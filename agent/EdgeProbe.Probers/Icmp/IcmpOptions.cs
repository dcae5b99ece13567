namespace EdgeProbe.Probers.Icmp;

/// <summary>How echoes are sent and how long an answer is waited for.</summary>
public sealed record IcmpOptions
{
    /// <summary>Longest wait for an answer. 10 ms to 60 s; default 3 s, RFC 2680's advice: longer than any delay that is of use.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Bytes behind the ICMP header. 8 to 1024; default 56, as ping has always sent, so that figures compare.</summary>
    public int PayloadBytes { get; init; } = 56;

    /// <summary>Lets tests ask for the raw socket although the datagram socket could be had. Default false.</summary>
    public bool RawOnly { get; init; }

    public IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromMilliseconds(10) || Timeout > TimeSpan.FromSeconds(60))
            yield return $"icmp.timeout is {Timeout}; it must lie between 10 ms and 60 s";
        if (PayloadBytes is < IcmpEcho.TokenBytes or > IcmpEcho.MostPayloadBytes)
            yield return $"icmp.payloadBytes is {PayloadBytes}; it must lie between {IcmpEcho.TokenBytes} and {IcmpEcho.MostPayloadBytes}";
    }
}

namespace EdgeProbe.Probers.Tcp;

/// <summary>How long a connection may take.</summary>
public sealed record TcpOptions
{
    /// <summary>
    /// Longest wait for the connection. 10 ms to 60 s; default 5 s: the kernel repeats a lost SYN after one and after three seconds
    /// (RFC 6298), and a customer does not wait for the third.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromMilliseconds(10) || Timeout > TimeSpan.FromSeconds(60))
            yield return $"tcp.timeout is {Timeout}; it must lie between 10 ms and 60 s";
    }
}

namespace EdgeProbe.Probers.Names;

/// <summary>How names are looked up and how long the answers are used.</summary>
public sealed record NameOptions
{
    /// <summary>Longest wait for the system's resolver, a place in the queue included. 100 ms to 30 s; default 5 s, as glibc waits for one server.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Age at which the addresses of a name are asked for again. 1 s to 1 h; default 60 s, a common TTL of names that are moved on purpose.
    /// </summary>
    public TimeSpan RefreshAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Look-ups at the same time. getaddrinfo blocks a thread until it gives up, so a dead resolver would otherwise take every thread
    /// there is. 1 to 64; default 4.
    /// </summary>
    public int AtOnce { get; init; } = 4;

    public IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromSeconds(30))
            yield return $"names.timeout is {Timeout}; it must lie between 100 ms and 30 s";
        if (RefreshAfter < TimeSpan.FromSeconds(1) || RefreshAfter > TimeSpan.FromHours(1))
            yield return $"names.refreshAfter is {RefreshAfter}; it must lie between 1 s and 1 h";
        if (AtOnce is < 1 or > 64) yield return $"names.atOnce is {AtOnce}; it must lie between 1 and 64";
    }
}

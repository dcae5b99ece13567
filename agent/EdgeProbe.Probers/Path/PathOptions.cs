namespace EdgeProbe.Probers.Path;

/// <summary>How a path is walked.</summary>
public sealed record PathOptions
{
    /// <summary>Destination port of the datagrams. 1 to 65535; default 33434, where traceroute has always knocked and hardly anything listens.</summary>
    public int Port { get; init; } = 33434;

    /// <summary>Longest path that is walked. 1 to 64 hops; default 30.</summary>
    public int MaxHops { get; init; } = 30;

    /// <summary>Hops in a row that may be silent before the walk gives up. 1 to 16; default 4.</summary>
    public int MaxSilent { get; init; } = 4;

    /// <summary>Datagrams per hop before it counts as silent. 1 to 5; default 2, since routers answer few of them and lose some.</summary>
    public int Tries { get; init; } = 2;

    /// <summary>Longest wait for one hop. 100 ms to 5 s; default 1 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Shortest time between two datagrams to one target. 20 ms to 5 s; default 200 ms, our manners everywhere, and slow enough for routers
    /// that limit their answers.
    /// </summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Walks at the same time; further ones wait. 1 to 8; default 2.</summary>
    public int AtOnce { get; init; } = 2;

    public IEnumerable<string> Problems()
    {
        if (Port is < 1 or > 65535) yield return $"path.port is {Port}; it must lie between 1 and 65535";
        if (MaxHops is < 1 or > 64) yield return $"path.maxHops is {MaxHops}; it must lie between 1 and 64";
        if (MaxSilent is < 1 or > 16) yield return $"path.maxSilent is {MaxSilent}; it must lie between 1 and 16";
        if (Tries is < 1 or > 5) yield return $"path.tries is {Tries}; it must lie between 1 and 5";
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromSeconds(5))
            yield return $"path.timeout is {Timeout}; it must lie between 100 ms and 5 s";
        if (Pace < TimeSpan.FromMilliseconds(20) || Pace > TimeSpan.FromSeconds(5))
            yield return $"path.pace is {Pace}; it must lie between 20 ms and 5 s";
        if (AtOnce is < 1 or > 8) yield return $"path.atOnce is {AtOnce}; it must lie between 1 and 8";
    }
}

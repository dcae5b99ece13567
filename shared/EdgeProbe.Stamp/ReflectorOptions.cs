namespace EdgeProbe.Stamp;

/// <summary>How much a reflector takes on.</summary>
public sealed record ReflectorOptions
{
    /// <summary>Sessions remembered. 1 to 1,000,000; default 4096: the fleet that one collector serves, at under 200 bytes each.</summary>
    public int MaxSessions { get; init; } = 4096;

    /// <summary>
    /// Packets a second reflected to one source address. 1 to 100,000; default 200: the probes behind one carrier-grade NAT address, at one
    /// a second each.
    /// </summary>
    public int PacketsPerSecond { get; init; } = 200;

    public IEnumerable<string> Problems()
    {
        if (MaxSessions is < 1 or > 1_000_000)
            yield return $"reflector.maxSessions is {MaxSessions}; it must lie between 1 and 1000000";
        if (PacketsPerSecond is < 1 or > 100_000)
            yield return $"reflector.packetsPerSecond is {PacketsPerSecond}; it must lie between 1 and 100000";
    }
}

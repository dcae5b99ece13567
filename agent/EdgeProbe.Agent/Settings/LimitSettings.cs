namespace EdgeProbe.Agent.Settings;

/// <summary>What no plan may exceed, wherever the plan came from.</summary>
internal sealed record LimitSettings
{
    /// <summary>1 to 100, all tests together; default 20: under 20 kbit/s of small packets.</summary>
    public int PacketsPerSecond { get; init; } = 20;

    /// <summary>Between two packets to one address. 200 ms to 10 s; default 200 ms, which routers' own ICMP limits survive.</summary>
    public int MinSpacingMs { get; init; } = 200;

    /// <summary>The only networks that may be sent to; empty for any.</summary>
    public IReadOnlyList<string> AllowedDestinations { get; init; } = [];

    /// <summary>Networks that are never sent to, even when allowed above.</summary>
    public IReadOnlyList<string> DeniedDestinations { get; init; } = [];

    public IEnumerable<string> Problems() =>
    [
        .. Bounds.Problem("limits.packetsPerSecond", PacketsPerSecond, 1, 100),
        .. Bounds.Problem("limits.minSpacingMs", MinSpacingMs, 200, 10_000),
        .. Networks.Problems("limits.allowedDestinations", AllowedDestinations),
        .. Networks.Problems("limits.deniedDestinations", DeniedDestinations),
    ];
}

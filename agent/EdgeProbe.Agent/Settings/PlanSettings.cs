namespace EdgeProbe.Agent.Settings;

/// <summary>How often each kind of test is made.</summary>
internal sealed record PlanSettings
{
    /// <summary>200 ms to 60 s; default 1 s: five attempts make a slot of the availability rule.</summary>
    public int LadderIntervalMs { get; init; } = 1000;

    /// <summary>10 s to 3600 s; default 30 s.</summary>
    public int HttpIntervalSeconds { get; init; } = 30;

    /// <summary>5 s to 3600 s; default 30 s.</summary>
    public int DnsIntervalSeconds { get; init; } = 30;

    /// <summary>1 s to 3600 s; default 10 s, once a window.</summary>
    public int TcpIntervalSeconds { get; init; } = 10;

    /// <summary>60 s to 86400 s; default 600 s. A walk is also made after loss or a change.</summary>
    public int PathIntervalSeconds { get; init; } = 600;

    public IEnumerable<string> Problems() =>
    [
        .. Bounds.Problem("plan.ladderIntervalMs", LadderIntervalMs, 200, 60_000),
        .. Bounds.Problem("plan.httpIntervalSeconds", HttpIntervalSeconds, 10, 3600),
        .. Bounds.Problem("plan.dnsIntervalSeconds", DnsIntervalSeconds, 5, 3600),
        .. Bounds.Problem("plan.tcpIntervalSeconds", TcpIntervalSeconds, 1, 3600),
        .. Bounds.Problem("plan.pathIntervalSeconds", PathIntervalSeconds, 60, 86_400),
    ];
}

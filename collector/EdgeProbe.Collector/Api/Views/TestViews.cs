namespace EdgeProbe.Collector.Api.Views;

/// <summary>One point of the ladder over the trailing five minutes.</summary>
public sealed record LadderView
{
    public Segment Segment { get; init; }

    /// <summary>Host, host:port or URL.</summary>
    public required string Target { get; init; }

    /// <summary>The name people know it by.</summary>
    public required string Name { get; init; }

    public Kind Kind { get; init; }

    public IpFamily Family { get; init; }

    /// <summary>The series; ask for it with <c>?test=</c>.</summary>
    public required string Test { get; init; }

    public long Sent { get; init; }

    public long Received { get; init; }

    public long Lost { get; init; }

    public double? LossPercent { get; init; }

    /// <summary>Wilson's 95 % interval.</summary>
    public double? LossLowPercent { get; init; }

    public double? LossHighPercent { get; init; }

    public long LostUp { get; init; }

    public long LostDown { get; init; }

    public double? MinMs { get; init; }

    public double? P50Ms { get; init; }

    public double? P95Ms { get; init; }

    public double? P99Ms { get; init; }

    public double? MaxMs { get; init; }

    public double? PdvMs { get; init; }

    public Reason Reason { get; init; }

    public DateTimeOffset NewestData { get; init; }
}

/// <summary>One check over the trailing five minutes; stage times, code, path and addresses are those of the newest window.</summary>
public sealed record CheckView
{
    public required string Test { get; init; }

    public Kind Kind { get; init; }

    public required string Target { get; init; }

    public required string Name { get; init; }

    public IpFamily Family { get; init; }

    public long Sent { get; init; }

    public long Failed { get; init; }

    public long Lost { get; init; }

    public double? P75Ms { get; init; }

    public Reason Reason { get; init; }

    public int? Code { get; init; }

    public double? ResolveMs { get; init; }

    public double? ConnectMs { get; init; }

    public double? TlsMs { get; init; }

    public double? FirstByteMs { get; init; }

    public int? CertificateDays { get; init; }

    public int? Hops { get; init; }

    public int? Addresses { get; init; }

    public int? AddressesAnswering { get; init; }

    public DateTimeOffset NewestData { get; init; }
}

public sealed record ScorePointView
{
    public DateTimeOffset Time { get; init; }

    public double? Value { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }

    public ScoreState State { get; init; }

    public required IReadOnlyDictionary<string, double?> Apps { get; init; }

    /// <summary>Version of the profile that made it; empty for minutes of before it was kept.</summary>
    public string Profile { get; init; } = "";

    public required SegmentPointsView Segments { get; init; }

    public required CausePointsView Causes { get; init; }

    /// <summary>The metric that cost each app most; null for an app that lost nothing, has no such metric or was not judged.</summary>
    public required IReadOnlyDictionary<string, string?> Binding { get; init; }

    /// <summary>Points that no segment can repair; null when the score could not be cut.</summary>
    public double? NotAttributable { get; init; }

    /// <summary>False while rows of the minute are still waited for.</summary>
    public bool Final { get; init; }

    /// <summary>Score minus expectation; null when nothing is known of that.</summary>
    public double? Gap { get; init; }

    public DateTimeOffset? RevisedAt { get; init; }
}

public sealed record ScoreSeries(IReadOnlyList<ScorePointView> Points);

public sealed record TestView(string Test, string Name, Kind Kind, Segment Segment, IpFamily Family, string Target);

public sealed record WindowPointView(
    DateTimeOffset Time, string Test, long Sent, long Received, long Lost, double? P50Ms, double? P95Ms, double? P99Ms)
{
    /// <summary>Of the attempts; of passive TCP round trips by bytes of payload, which are the two numbers below. Null when nothing was sent.</summary>
    public double? LossPercent { get; init; }

    public ulong? LostBytes { get; init; }

    public ulong? PayloadBytes { get; init; }
}

public sealed record WindowSeries(IReadOnlyList<TestView> Tests, IReadOnlyList<WindowPointView> Points);

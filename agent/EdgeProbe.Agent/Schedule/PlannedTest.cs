using EdgeProbe.Contract;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Names;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// Chooses the address of the next attempt. <see cref="Reason.NoAddressOfThisFamily"/> means that there is nothing to measure, which is
/// no failure: the attempt is left out and no sample speaks of it.
/// </summary>
internal delegate ValueTask<AddressChoice> AddressSource(CancellationToken cancellation);

/// <summary>One test of the plan: what, how often, and where its address comes from.</summary>
internal sealed record PlannedTest
{
    public required Target Target { get; init; }

    public required TimeSpan Period { get; init; }

    public required AddressSource Address { get; init; }

    /// <summary>The longest that an attempt can take.</summary>
    public TimeSpan Timeout => Timeouts.Of(Target.Kind);

    /// <summary>Packets that one attempt is charged against the local limit: what it sends at most at a stroke.</summary>
    public int Cost => Target.Kind is Kind.Path ? 4 : 1;

    /// <summary>Attempts that may be under way at once: as many as start within one timeout, and one more.</summary>
    public int MaxUnderWay => (int)Math.Ceiling(Timeout / Period) + 1;

    /// <summary>What people call the far end in one word: host, host:port or URL.</summary>
    public string Endpoint => Target.Kind switch
    {
        Kind.Http => Target.Url?.ToString() ?? Target.Host,
        Kind.Icmp or Kind.Path => Target.Host,
        _ => new Settings.HostPort(Target.Host, Target.Port).ToString(),
    };

    /// <summary>What the birth says of it.</summary>
    public TestDescription Description => new()
    {
        Alias = Target.Test,
        Kind = Target.Kind,
        Segment = Target.Segment,
        Target = Target.Name,
        Endpoint = Endpoint,
        Family = Target.Family,
        Period = Period,
        Parameters = Target.Question is { } question ? new Dictionary<string, string> { ["question"] = question } : [],
    };
}

/// <summary>How long each method waits at most; the window of an attempt is kept open that long.</summary>
internal static class Timeouts
{
    public static TimeSpan Of(Kind kind) => kind switch
    {
        Kind.Icmp or Kind.Stamp or Kind.Tcp => TimeSpan.FromSeconds(3),
        Kind.Dns => TimeSpan.FromSeconds(5),
        Kind.Http => TimeSpan.FromSeconds(15),
        _ => TimeSpan.FromSeconds(60),
    };
}

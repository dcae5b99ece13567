namespace EdgeProbe.Benchmarks.Wire;

/// <summary>One test of the plan as the wire sees it.</summary>
/// <param name="Alias">The number that stands for it in a sample.</param>
/// <param name="Name">The target's name, for the formats that have no aliases.</param>
/// <param name="Kind">The active method.</param>
/// <param name="Segment">Its place on the ladder.</param>
/// <param name="PeriodSeconds">Seconds from one attempt to the next.</param>
/// <param name="MedianMicroseconds">Middle of its delays.</param>
/// <param name="Spread">Standard deviation of the delays' logarithm.</param>
/// <param name="LossShare">Share of attempts that bring nothing back.</param>
internal sealed record PlannedTest(
    uint Alias, string Name, Kind Kind, Segment Segment, int PeriodSeconds, double MedianMicroseconds, double Spread, double LossShare);

/// <summary>
/// The agent's default plan for two services and two resolvers: the ladder at one packet a second, TCP once a window, HTTPS and DNS every
/// 30 s, a path walk every ten minutes. Delays are log-normal, as on a cable or DSL line with some load; the spreads are wide on purpose,
/// since spread is what a sketch costs.
/// </summary>
internal static class DefaultPlan
{
    public static IReadOnlyList<PlannedTest> Tests { get; } =
    [
        new(1, "gateway", Kind.Icmp, Segment.Lan, 1, 1_100, 0.35, 0.0005),
        new(2, "first-hop", Kind.Icmp, Segment.Access, 1, 8_500, 0.20, 0.002),
        new(3, "reflector", Kind.Stamp, Segment.Core, 1, 12_500, 0.18, 0.002),
        new(4, "video.example", Kind.Icmp, Segment.Service, 1, 21_000, 0.15, 0.004),
        new(5, "video.example:443", Kind.Tcp, Segment.Service, 10, 22_000, 0.17, 0.004),
        new(6, "https://video.example/", Kind.Http, Segment.Service, 30, 95_000, 0.30, 0.003),
        new(7, "bank.example", Kind.Icmp, Segment.Service, 1, 26_000, 0.15, 0.004),
        new(8, "bank.example:443", Kind.Tcp, Segment.Service, 10, 27_000, 0.17, 0.004),
        new(9, "https://bank.example/", Kind.Http, Segment.Service, 30, 120_000, 0.30, 0.003),
        new(10, "resolver-1", Kind.Dns, Segment.None, 30, 14_000, 0.45, 0.002),
        new(11, "resolver-2", Kind.Dns, Segment.None, 30, 19_000, 0.45, 0.002),
        new(12, "path", Kind.Path, Segment.None, 600, 21_000, 0.15, 0),
    ];
}

using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Experience.Verdicts;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>A verdict and how long it stood.</summary>
public sealed record VerdictSpan(DateTimeOffset From, DateTimeOffset To, Finding Verdict);

public sealed record VerdictList(IReadOnlyList<VerdictSpan> Verdicts)
{
    public static VerdictList Of(IReadOnlyList<VerdictEpisode> episodes) => new(
        [.. episodes.Select(e => new VerdictSpan(DateTimeOffset.FromUnixTimeMilliseconds(e.SinceMs), DateTimeOffset.FromUnixTimeMilliseconds(e.LastMs), Findings.Of(e)))]);
}

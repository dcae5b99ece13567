using EdgeProbe.Lab.Links;

namespace EdgeProbe.Accuracy;

/// <summary>The prober and fping over the same link at the same time, one packet each in every interval, so that noise meets both.</summary>
internal sealed class DelayCase(Bed bed, Budget budget, string name, TimeSpan delay)
{
    private const int IntervalMs = 20;

    public async Task<CaseResult> RunAsync(string kind, int port, int count, int round)
    {
        bed.Set(new LinkSettings { Delay = delay }, new LinkSettings { Delay = delay });
        using var probe = await ProberProcess.StartAsync(bed.Near, kind, bed.Address, port, count, IntervalMs);
        var fping = Fping.RunAsync(bed.Near, bed.Address, count, IntervalMs);
        await probe.MeasureAsync();
        return Compare($"{kind} at {name}", round, await probe.CloseAsync(), await fping, gated: kind == "icmp");
    }

    private CaseResult Compare(string what, int round, ProbeResult probe, Fping fping, bool gated)
    {
        var sketch = new DelaySketch();
        foreach (var delay in probe.Delays) sketch.Add(delay);
        var sorted = probe.Delays.Order().ToArray();
        var figures = new Dictionary<string, double>
        {
            ["fping_p50_us"] = fping.Quantile(0.5) * 1000, ["probe_p50_us"] = Quantile(sorted, 0.5), ["sketch_p50_us"] = sketch.Quantile(0.5)!.Value,
            ["fping_p99_us"] = fping.Quantile(0.99) * 1000, ["probe_p99_us"] = Quantile(sorted, 0.99), ["sketch_p99_us"] = sketch.Quantile(0.99)!.Value,
            // Printed, not gated: a reader sees how steady the machine was.
            ["fping_p99_disagreement_us"] = fping.Disagreement(0.99) * 1000,
            ["probe_lost"] = probe.Lost, ["fping_lost"] = fping.Lost, ["user_space_times"] = probe.UserSpaceTimes,
        };
        return new CaseResult(what, round, figures, gated ? [.. Breaches(figures)] : []);
    }

    private IEnumerable<string> Breaches(Dictionary<string, double> figures)
    {
        var p50 = figures["probe_p50_us"] - figures["fping_p50_us"];
        if (Math.Abs(p50) > budget.P50Microseconds) yield return $"p50 is {p50:+0;-0} us from fping's; at most {budget.P50Microseconds:0} allowed";
        var p99 = figures["probe_p99_us"] - figures["fping_p99_us"];
        var allowed = Math.Max(budget.P99Microseconds, budget.P99Share * figures["fping_p99_us"]);
        if (Math.Abs(p99) > allowed) yield return $"p99 is {p99:+0;-0} us from fping's; at most {allowed:0} allowed";
    }

    // Nearest rank, as the sketch takes it.
    private static double Quantile(uint[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

using EdgeProbe.Lab.Links;

namespace EdgeProbe.Accuracy;

/// <summary>A link that loses at random: what the prober counts, what was configured, and what the link itself counted.</summary>
internal sealed class LossCase(Bed bed, Budget budget)
{
    private const int IntervalMs = 10;
    private static readonly LinkSettings Clear = new() { Delay = TimeSpan.FromMilliseconds(1) };

    /// <summary>Echoes, with fping beside: what both missed together is exactly what the link lost.</summary>
    public async Task<CaseResult> EchoAsync(double loss, int count, int round)
    {
        bed.Set(Clear, Clear);
        using var probe = await ProberProcess.StartAsync(bed.Near, "icmp", bed.Address, 0, count, IntervalMs);
        var before = Lost();
        bed.Set(Clear with { Loss = loss }, Clear);
        var fping = Fping.RunAsync(bed.Near, bed.Address, count, IntervalMs);
        await probe.MeasureAsync();
        var peer = await fping;
        bed.Set(Clear, Clear);
        var result = await probe.CloseAsync();
        var counted = LostSince(before);
        var (low, high) = Binomial.Interval(result.Sent, loss, budget.LossConfidence);
        var figures = Figures(result, low, high);
        (figures["fping_lost"], figures["link_lost"]) = (peer.Lost, counted.Up);
        var breaches = Outside(result.Lost, low, high);
        if (result.Lost + peer.Lost != counted.Up) breaches.Add($"prober and fping missed {result.Lost + peer.Lost}, the link lost {counted.Up}");
        return new CaseResult($"icmp at {loss:0 %} loss", round, figures, breaches);
    }

    /// <summary>STAMP alone on the link, losing one way only: the counts by direction must be the link's own.</summary>
    public async Task<CaseResult> SplitAsync(double up, double down, int count, int round)
    {
        bed.Set(Clear, Clear);
        using var probe = await ProberProcess.StartAsync(bed.Near, "stamp", bed.Address, Bed.ReflectorPort, count, IntervalMs);
        var before = Lost();
        bed.Set(Clear with { Loss = up }, Clear with { Loss = down });
        await probe.MeasureAsync();
        bed.Set(Clear, Clear);
        var result = await probe.CloseAsync();
        var counted = LostSince(before);
        var (low, high) = Binomial.Interval(result.Sent, up + down, budget.LossConfidence);
        var figures = Figures(result, low, high);
        (figures["link_lost_up"], figures["link_lost_down"]) = (counted.Up, counted.Down);
        (figures["probe_lost_up"], figures["probe_lost_down"]) = (result.LostUp, result.LostDown);
        var breaches = Outside(result.Lost, low, high);
        if ((result.LostUp, result.LostDown) != counted)
            breaches.Add($"told apart {result.LostUp} up and {result.LostDown} down, the link lost {counted.Up} and {counted.Down}");
        return new CaseResult($"stamp at {up:0 %} up and {down:0 %} down", round, figures, breaches);
    }

    private static Dictionary<string, double> Figures(ProbeResult result, int low, int high) => new()
    {
        ["probe_sent"] = result.Sent, ["probe_lost"] = result.Lost, ["interval_low"] = low, ["interval_high"] = high,
    };

    private static List<string> Outside(int lost, int low, int high) =>
        lost >= low && lost <= high ? [] : [$"{lost} lost lie outside the interval {low} to {high}"];

    private (long Up, long Down) Lost() => (bed.Link.Up.Counters.Lost, bed.Link.Down.Counters.Lost);

    private (long Up, long Down) LostSince((long Up, long Down) before) => (Lost().Up - before.Up, Lost().Down - before.Down);
}

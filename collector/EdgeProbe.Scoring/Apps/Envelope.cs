using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Apps;

/// <summary>A score with what it would be if every input stood at the bad or at the good end of its own 95 % interval.</summary>
public readonly record struct ScoreEnvelope(AppPoints Points, double Low, double High)
{
    /// <summary>
    /// Widened so far that it holds its score. With few and widely spread delays both bounds of Q95 - Q50 may lie on one side of the value, since
    /// each quantile moves by itself; what is shown must never stand outside its own envelope.
    /// </summary>
    public ScoreEnvelope Around => this with { Low = Math.Min(Low, Points.Value), High = Math.Max(High, Points.Value) };
}

/// <summary>
/// Envelopes of application scores from what was measured. Scores are monotone in every input, so the two ends are bounds: conservative,
/// not a joint confidence interval.
/// </summary>
public static class Envelope
{
    /// <summary>
    /// For voice, video call and gaming: quantiles of the delays by order statistics, loss by Wilson. Null when nothing was sent.
    /// </summary>
    /// <param name="late">Share of answers too late, and <paramref name="burst"/> the burst ratio: read by voice alone.</param>
    public static ScoreEnvelope? OfDelays(ScoreProfile profile, App app, DelaySketch delays, long sent, long lost, double late = 0, double burst = 1)
    {
        if (sent == 0) return null;
        var loss = Confidence.Wilson(lost, sent);
        var middle = FromQuantiles(delays, (double)lost / sent, late, burst);
        if (AppScores.Of(profile, app, middle) is not { } points) return null;
        var low = AppScores.Of(profile, app, FromRanks(delays, loss.High, high: true, late, burst));
        var high = AppScores.Of(profile, app, FromRanks(delays, loss.Low, high: false, late, burst));
        return new ScoreEnvelope(points, low?.Value ?? points.Value, high?.Value ?? points.Value);
    }

    /// <summary>For web: P75 of the transaction's total time by order statistics, failures by Wilson. Null when nothing was tried.</summary>
    public static ScoreEnvelope? OfTransactions(ScoreProfile profile, DelaySketch totals, long tried, long failed)
    {
        if (tried == 0) return null;
        var fail = Confidence.Wilson(failed, tried);
        var ranks = Confidence.QuantileRanks(totals.Count, 0.75);
        if (AppScores.Of(profile, App.Web, Web(totals.Quantile(0.75), (double)failed / tried)) is not { } points) return null;
        var low = AppScores.Of(profile, App.Web, Web(totals.AtRank(ranks.High), fail.High));
        var high = AppScores.Of(profile, App.Web, Web(totals.AtRank(ranks.Low), fail.Low));
        return new ScoreEnvelope(points, low?.Value ?? points.Value, high?.Value ?? points.Value);
    }

    /// <summary>The metrics of delays and loss as they are, for a score without an envelope or for showing its parts.</summary>
    public static Metrics FromQuantiles(DelaySketch delays, double loss, double late, double burst) => Assemble(
        delays, loss, late, burst, delays.Quantile(0.5), delays.Quantile(0.95), delays.Quantile(0.99));

    public static Metrics Web(double? totalMicroseconds, double failShare)
    {
        var metrics = default(Metrics);
        metrics[Metric.T75] = totalMicroseconds / 1e6;
        metrics[Metric.Fail] = failShare;
        return metrics;
    }

    private static Metrics FromRanks(DelaySketch delays, double loss, bool high, double late, double burst)
    {
        var q50 = At(0.5);
        var q95 = At(0.95);
        return Assemble(delays, loss, late, burst, q50, q95 < q50 ? q50 : q95, At(0.99));

        double? At(double share)
        {
            var ranks = Confidence.QuantileRanks(delays.Count, share);
            return delays.AtRank(high ? ranks.High : ranks.Low);
        }
    }

    private static Metrics Assemble(DelaySketch delays, double loss, double late, double burst, double? q50, double? q95, double? q99)
    {
        var metrics = default(Metrics);
        metrics[Metric.Loss] = loss;
        metrics[Metric.Late] = late;
        metrics[Metric.Burst] = burst;
        if (delays.Count == 0) return metrics;
        metrics[Metric.Qmin] = delays.Min / 1000.0;
        metrics[Metric.Q50] = q50 / 1000;
        metrics[Metric.Q95] = q95 / 1000;
        metrics[Metric.Q99] = q99 / 1000;
        return metrics;
    }
}

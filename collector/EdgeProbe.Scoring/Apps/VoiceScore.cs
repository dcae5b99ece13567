using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Apps;

/// <summary>A call as it would be heard: points, transmission rating, mean opinion score, mouth-to-ear delay in ms, loss in percent.</summary>
public readonly record struct VoiceQuality(double Points, double R, double Mos, double OneWayMs, double LossPercent);

/// <summary>
/// Voice by ITU-T G.107 with G.711 and loss concealment: the share of people who would call it good, relative to a perfect line.
/// </summary>
public static class VoiceScore
{
    // A receiver's jitter buffer adapts between these, and packets are 20 ms of speech.
    private const double SmallestBufferMs = 20;
    private const double LargestBufferMs = 120;
    private const double PacketMs = 20;

    // Outside the loss that G.107 was validated for, R fades to nothing at 50 %, where a second counts as severely errored.
    private const double ValidatedLossPercent = 20;
    private const double HopelessLossPercent = 50;

    private static readonly double PerfectLine = EModel.GoodOrBetter(EModel.BestR);

    /// <summary>Reads Qmin, Q50, Q95 and Loss (needed) and Late and Burst (0 and 1 when absent); null when a needed one is absent.</summary>
    public static VoiceQuality? Of(in Metrics metrics)
    {
        if (metrics[Metric.Loss] is not { } loss) return null;
        if (loss >= 1) return new VoiceQuality(0, 0, 1, 0, 100);
        if (metrics[Metric.Qmin] is not { } qmin || metrics[Metric.Q50] is not { } q50 || metrics[Metric.Q95] is not { } q95) return null;

        var buffer = Math.Clamp(q95 - qmin, SmallestBufferMs, LargestBufferMs);
        var oneWay = q50 / 2 + buffer + PacketMs;
        var lossPercent = 100 * (1 - (1 - loss) * (1 - (metrics[Metric.Late] ?? 0)));
        var r = Math.Max(0, EModel.R(Codec.G711WithConcealment, oneWay, lossPercent, metrics[Metric.Burst] ?? 1));
        if (lossPercent > ValidatedLossPercent)
            r *= Math.Clamp((HopelessLossPercent - lossPercent) / (HopelessLossPercent - ValidatedLossPercent), 0, 1);
        var points = r <= 0 ? 0 : Math.Clamp(100 * EModel.GoodOrBetter(r) / PerfectLine, 0, 100);
        return new VoiceQuality(points, r, EModel.Mos(r), oneWay, lossPercent);
    }

    /// <summary>The metric whose repair alone would raise the score most; null when nothing is lost.</summary>
    public static Metric? Binding(in Metrics metrics)
    {
        if (Of(metrics) is not { } now || now.Points >= 100) return null;
        if (metrics[Metric.Loss] >= 1) return Metric.Loss;
        var best = (Gain: 0.0, Metric: (Metric?)null);
        var (withoutLoss, withoutDelay, withoutTail) = (metrics, metrics, metrics);
        (withoutLoss[Metric.Loss], withoutLoss[Metric.Late]) = (0, 0);
        withoutDelay[Metric.Q50] = 0;
        withoutTail[Metric.Q95] = metrics[Metric.Qmin];
        Try(withoutLoss, Metric.Loss);
        Try(withoutDelay, Metric.Q50);
        Try(withoutTail, Metric.Q95);
        return best.Metric;

        void Try(in Metrics repaired, Metric metric)
        {
            var gain = (Of(repaired)?.Points ?? 0) - now.Points;
            if (gain > best.Gain) best = (gain, metric);
        }
    }
}

namespace EdgeProbe.Collector.Store;

/// <summary>What people read of a window: delays in milliseconds out of its sketch. Nothing is computed from these again.</summary>
public readonly record struct WindowFigures(double Min, double Mean, double Max, double P50, double P95, double P99, double Pdv)
{
    /// <summary>Null when no attempt brought a delay back.</summary>
    public static WindowFigures? Of(DelaySketch sketch)
    {
        if (sketch.Count == 0) return null;
        double Ms(double share) => sketch.Quantile(share)!.Value / 1000;
        var (p50, p95) = (Ms(.50), Ms(.95));
        return new WindowFigures(sketch.Min / 1000.0, sketch.Mean / 1000, sketch.Max / 1000.0, p50, p95, Ms(.99), p95 - p50);
    }
}

using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Scores;

/// <summary>How a metric is called and in which unit it is shown.</summary>
public static class MetricWords
{
#pragma warning disable CA1308 // metric names are lower case in the profile, its vectors and the API
    public static string Name(Metric metric) => metric.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    public static string Unit(Metric metric) => metric switch
    {
        Metric.Loss or Metric.Late or Metric.Fail or Metric.Stall => "%",
        Metric.T75 or Metric.Startup => "s",
        Metric.Down or Metric.Up or Metric.Rate => "Mbit/s",
        Metric.Burst => "",
        _ => "ms",
    };

    /// <summary>Shares are shown in percent.</summary>
    public static MetricValue Show(Metric metric, double value, double? points) =>
        new(Name(metric), Unit(metric) == "%" ? 100 * value : value, Unit(metric), points);
}

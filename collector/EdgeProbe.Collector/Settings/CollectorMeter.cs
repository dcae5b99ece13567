using System.Diagnostics.Metrics;

namespace EdgeProbe.Collector.Settings;

/// <summary>
/// The one meter of this collector. Rooms make their counters from it; <c>/metrics</c> reads it, and any OpenTelemetry listener may.
/// Each collector has its own, so that two in one process do not count together. Thread-safe.
/// </summary>
public sealed class CollectorMeter : IDisposable
{
    public const string Name = "EdgeProbe.Collector";

    public Meter Meter { get; } = new(Name);

    public Counter<long> Counter(string name, string words) => Meter.CreateCounter<long>(name, null, words);

    /// <summary>A value that is asked for when somebody looks.</summary>
    public void Gauge(string name, string words, Func<double> value) => Meter.CreateObservableGauge(name, value, null, words);

    public void Gauge(string name, string words, Func<IEnumerable<Measurement<double>>> values) => Meter.CreateObservableGauge(name, values, null, words);

    /// <summary>A count that somebody else keeps.</summary>
    public void Count(string name, string words, Func<long> value) => Meter.CreateObservableCounter(name, value, null, words);

    public void Count(string name, string words, Func<IEnumerable<Measurement<long>>> values) => Meter.CreateObservableCounter(name, values, null, words);

    public void Dispose() => Meter.Dispose();
}

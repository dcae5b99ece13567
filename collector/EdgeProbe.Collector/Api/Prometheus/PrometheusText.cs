using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Api.Prometheus;

/// <summary>
/// Everything a collector's meter counts, in Prometheus' text format 0.0.4. Counts from its construction on, so it is made before the rooms
/// that count. Thread-safe.
/// </summary>
public sealed class PrometheusText : IDisposable
{
    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Cell> _cells = new();
    private readonly ConcurrentDictionary<Instrument, bool> _instruments = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _scrape = new();

    public PrometheusText(CollectorMeter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter.Meter)) return;
            _instruments[instrument] = true;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        lock (_scrape)
        {
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var instrument in _instruments.Keys.OrderBy(i => i.Name, StringComparer.Ordinal)) Write(text, instrument);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Write(StringBuilder text, Instrument instrument)
    {
        var (name, kind) = IsCount(instrument) ? (instrument.Name + "_total", "counter") : (instrument.Name, "gauge");
        var cells = _cells.Where(c => ReferenceEquals(c.Key.Instrument, instrument)).OrderBy(c => c.Key.Labels, StringComparer.Ordinal).ToList();
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(instrument.Description ?? "")}\n# TYPE {name} {kind}\n");
        // A count that has never happened is 0, not absent: an alert on it must be able to see it rise.
        if (cells.Count == 0 && kind == "counter") text.Append(CultureInfo.InvariantCulture, $"{name} 0\n");
        foreach (var ((_, labels), cell) in cells) text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {cell.Value:R}\n");
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var cell = _cells.GetOrAdd((instrument, Labels(tags)), static _ => new Cell());
        if (instrument.IsObservable) cell.Set(value);
        else cell.Add(value);
    }

    private static bool IsCount(Instrument instrument) => instrument is Counter<long> or ObservableCounter<long>;

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var text = new StringBuilder("{");
        foreach (var (name, value) in tags)
            text.Append(text.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"{name}=\"{Escape(value?.ToString() ?? "")}\"");
        return text.Append('}').ToString();
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed class Cell
    {
        private double _value;

        public double Value => Volatile.Read(ref _value);

        public void Set(double value) => Volatile.Write(ref _value, value);

        public void Add(double value)
        {
            double before;
            do before = Volatile.Read(ref _value);
            while (Interlocked.CompareExchange(ref _value, before + value, before) != before);
        }
    }
}

using System.Diagnostics.Metrics;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Scores;

/// <summary>What scoring counts.</summary>
public sealed class ScoreMetrics(CollectorMeter meter)
{
    private readonly Counter<long> _made = meter.Counter("edgeprobe_scores_made", "Scores computed, provisional and revised ones included");
    private readonly Counter<long> _notWritten = meter.Counter("edgeprobe_scores_not_written", "Scores that the store did not take; the next one replaces them");
    private readonly Counter<long> _dropped = meter.Counter("edgeprobe_scores_rows_dropped", "Windows dropped before scoring because it could not keep up; read again from the store");
    private readonly Counter<long> _minutes = meter.Counter("edgeprobe_scores_minutes_dropped", "Minutes of a long backfill that keep the score they had, because too many waited");
    private readonly Counter<long> _broke = meter.Counter("edgeprobe_scores_errors", "Errors in scoring that nobody expected");

    public void Made() => _made.Add(1);

    public void NotWritten(int scores) => _notWritten.Add(scores);

    public void Dropped(int rows) => _dropped.Add(rows);

    public void MinutesDropped(int minutes) => _minutes.Add(minutes);

    public void Broke() => _broke.Add(1);
}

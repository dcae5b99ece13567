using System.Collections.Concurrent;
using System.Threading.Channels;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// Keeps every probe's score up to date: anew as windows arrive (at most once in <c>provisionalAfter</c>), each minute for the age of the
/// data, and for the past when late data comes. One task does all the work; readers may come from any thread.
/// </summary>
public sealed class ScoreKeeper
{
    private const int MostWaiting = 10_000;
    private const int MostRevisedAtOnce = 60;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ProbeId, ProbeScore> _latest = new();
    private readonly Dictionary<ProbeId, ScoreWorkspace> _workspaces = [];
    private readonly ConcurrentDictionary<ProbeId, bool> _reload = new();
    private readonly Channel<StoredRows> _waiting;
    private readonly ISampleStore _store;
    private readonly FleetRegistry _fleet;
    private readonly ProbeScorer _scorer;
    private readonly TimeSpan _provisionalAfter;
    private readonly TimeProvider _clock;
    private readonly ScoreMetrics _metrics;
    private readonly ILogger _log;

    public ScoreKeeper(
        ISampleStore store, FleetRegistry fleet, ProbeScorer scorer, TimeSpan provisionalAfter, TimeProvider clock, ScoreMetrics metrics, ILogger<ScoreKeeper> log)
    {
        (_store, _fleet, _scorer, _provisionalAfter, _clock, _metrics, _log) = (store, fleet, scorer, provisionalAfter, clock, metrics, log);
        var options = new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest };
        _waiting = Channel.CreateBounded<StoredRows>(options, Dropped);
    }

    /// <summary>Raised by the scoring task after a probe's score or its state has changed.</summary>
    public event Action<ProbeId>? Scored;

    public ProbeScorer Scorer => _scorer;

    /// <summary>Null until the probe was scored.</summary>
    public ProbeScore? Latest(ProbeId id) => _latest.GetValueOrDefault(id);

    /// <summary>Takes rows that are stored; never waits. When scoring cannot keep up, the probe is read from the store again.</summary>
    public void Offer(StoredRows rows)
    {
        var asked = AskedRows.Of(rows.Rows);
        if (asked.Count > 0) _waiting.Writer.TryWrite(rows with { Rows = asked });
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Tick, _clock);
        var known = false;
        do
        {
            try
            {
                if (!known) await LoadKnownAsync(stopping);
                known = true;
                await TakeWaitingAsync(stopping);
                await ScoreDueAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (StoreReadException problem)
            {
                ScoresLog.CannotRead(_log, problem.Message);
            }
#pragma warning disable CA1031 // the edge of the loop: one probe's surprise must not end everybody's scores
            catch (Exception unexpected)
            {
                _metrics.Broke();
                ScoresLog.Broke(_log, unexpected);
            }
#pragma warning restore CA1031
        }
        while (await WaitAsync(timer, stopping));
    }

    private static async ValueTask<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask LoadKnownAsync(CancellationToken stopping)
    {
        foreach (var (id, newest) in await _store.LastWindowsAsync(stopping)) _workspaces[id] = await LoadAsync(id, newest, stopping);
    }

    // A day in hours, so that no more than an hour's rows are in memory at once.
    private async ValueTask<ScoreWorkspace> LoadAsync(ProbeId id, long newestMs, CancellationToken stopping)
    {
        var workspace = new ScoreWorkspace(id, () => PeriodsOf(id));
        var periods = PeriodsOf(id);
        for (var from = newestMs - ScoreWindow.DayMs; from < newestMs; from += ScoreWindow.HourMs)
        {
            // The hour before ends with slots that this hour's checks decide.
            var rows = AskedRows.Of(await _store.ReadWindowsAsync(id, from - 2 * ServiceChecks.MostReachMs, from + ScoreWindow.HourMs, stopping));
            if (rows.Count > 0) workspace.Take(rows, late: false);
            workspace.Slots.Remake(from - ServiceChecks.MostReachMs, from + ScoreWindow.HourMs, rows, periods);
        }

        // What was scored before the restart is in the store.
        workspace.Touched.Clear();
        return workspace;
    }

    private async ValueTask TakeWaitingAsync(CancellationToken stopping)
    {
        foreach (var id in _reload.Keys)
        {
            _reload.TryRemove(id, out _);
            _workspaces.Remove(id);
        }

        while (_waiting.Reader.TryRead(out var stored))
        {
            if (!_workspaces.TryGetValue(stored.Probe, out var workspace))
                _workspaces[stored.Probe] = workspace = await LoadAsync(stored.Probe, stored.Rows.Max(r => r.EndMs), stopping);
            _metrics.MinutesDropped(workspace.Take(stored.Rows, stored.Late));
        }
    }

    private async ValueTask ScoreDueAsync(CancellationToken stopping)
    {
        var now = _clock.GetUtcNow();
        var rows = new List<ScoreRow>();
        foreach (var workspace in _workspaces.Values)
        {
            var since = now - workspace.LastScored;
            if ((workspace.Changed && since >= _provisionalAfter) || since >= Minute) ScoreNow(workspace, now, rows);
            await ReviseAsync(workspace, now, rows, stopping);
        }

        if (rows.Count == 0) return;
        var written = await _store.WriteScoresAsync(rows, stopping);
        if (written.Status == WriteStatus.Stored) return;
        _metrics.NotWritten(rows.Count);
        ScoresLog.CannotWrite(_log, rows.Count, written.Problem ?? "");
    }

    private void ScoreNow(ScoreWorkspace workspace, DateTimeOffset now, List<ScoreRow> rows)
    {
        var changed = workspace.Changed;
        (workspace.Changed, workspace.LastScored) = (false, now);
        if (workspace.NewestMs == 0) return;
        var score = ScoreFromMemory(workspace, workspace.NewestMs, now.ToUnixTimeMilliseconds());
        var before = Latest(workspace.Id);
        _latest[workspace.Id] = score;
        if (changed) rows.Add(ScoreRows.Of(workspace.Id, (workspace.NewestMs - 1) / 60_000, score, _scorer.Profile.Version));
        if (changed || before?.Score != score.Score) Scored?.Invoke(workspace.Id);
    }

    private async ValueTask ReviseAsync(ScoreWorkspace workspace, DateTimeOffset now, List<ScoreRow> rows, CancellationToken stopping)
    {
        // Minutes that lie close together share one reading of the store.
        var due = workspace.DueMinutes.Take(MostRevisedAtOnce).ToList();
        due.RemoveAll(d => d.Key >= due[0].Key + MostRevisedAtOnce);
        var past = due.Count == 0 || workspace.IsInMemory(StartOf(due[0].Key)) ? null : await ReadPastAsync(workspace, due[0].Key, due[^1].Key, stopping);
        foreach (var (minute, late) in due)
        {
            var end = EndOf(minute);
            var score = workspace.IsInMemory(StartOf(minute)) ? ScoreFromMemory(workspace, end, end) : Score(workspace, end, past!, end);
            if (score.Tests.Count > 0) rows.Add(ScoreRows.Of(workspace.Id, minute, score, _scorer.Profile.Version) with { RevisedAtMs = late ? now.ToUnixTimeMilliseconds() : null });
            workspace.Touched.Remove(minute);
        }
    }

    private async ValueTask<IReadOnlyList<WindowRow>> ReadPastAsync(ScoreWorkspace workspace, long firstMinute, long lastMinute, CancellationToken stopping)
    {
        var (from, to) = (EndOf(firstMinute) - WebLookback.LengthMs, EndOf(lastMinute) + ServiceChecks.MostReachMs);
        var rows = AskedRows.Of(await _store.ReadWindowsAsync(workspace.Id, from, to, stopping));
        workspace.Slots.Remake(StartOf(firstMinute) - ServiceChecks.MostReachMs, EndOf(lastMinute), rows, PeriodsOf(workspace.Id));
        return rows;
    }

    private static long EndOf(long minute) => (minute + 1) * 60_000;

    private static long StartOf(long minute) => EndOf(minute) - ScoreWindow.LengthMs;

    private ProbeScore ScoreFromMemory(ScoreWorkspace workspace, long endMs, long nowMs) =>
        Score(workspace, endMs, workspace.Rows(endMs - ScoreWindow.LengthMs, endMs), workspace.Checks(endMs), nowMs);

    private ProbeScore Score(ScoreWorkspace workspace, long endMs, IReadOnlyList<WindowRow> past, long nowMs) =>
        Score(workspace, endMs, [.. past.Where(r => r.StartMs >= endMs - ScoreWindow.LengthMs && r.StartMs < endMs)], WebLookback.Of(past, endMs), nowMs);

    private ProbeScore Score(ScoreWorkspace workspace, long endMs, List<WindowRow> rows, List<WindowRow> checks, long nowMs)
    {
        _metrics.Made();
        return _scorer.Of(new ScoreWindow(endMs, rows, checks, workspace.Slots, PeriodsOf(workspace.Id), workspace.AnsweredSince(endMs - ScoreWindow.DayMs), nowMs) { Floors = workspace.Floors });
    }

    private Dictionary<TestKey, TimeSpan> PeriodsOf(ProbeId id)
    {
        var periods = new Dictionary<TestKey, TimeSpan>();
        foreach (var test in _fleet.Find(id)?.Facts.Birth?.Tests ?? []) periods[TestKey.Of(test)] = test.Period;
        return periods;
    }

    private void Dropped(StoredRows rows)
    {
        _metrics.Dropped(rows.Rows.Count);
        _reload[rows.Probe] = true;
    }
}

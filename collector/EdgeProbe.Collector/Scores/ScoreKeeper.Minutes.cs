using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>Which minutes are scored when, and what is written of them.</summary>
public sealed partial class ScoreKeeper
{
    private const int MostRevisedAtOnce = 60;
    private const long MinuteMs = 60_000;

    private async ValueTask ScoreDueAsync(CancellationToken stopping)
    {
        if (Interlocked.Exchange(ref _wanted, null) is { } wanted) Change(wanted);
        var now = _clock.GetUtcNow();
        var rows = new List<ScoreRow>();
        foreach (var workspace in _workspaces.Values)
        {
            var since = now - workspace.LastScored;
            if ((workspace.Changed && since >= _provisionalAfter) || since >= Minute)
            {
                if (since >= Minute) _metrics.MinutesDropped(workspace.Settle());
                ScoreNow(workspace, now, rows);
            }

            await ReviseAsync(workspace, now, rows, stopping);
            Finish(workspace, now, rows);
        }

        if (rows.Count > 0) await WriteAsync(rows, stopping);
        await MakeDaysAsync(now, stopping);
    }

    private void Change(ProbeScorer scorer)
    {
        _scorer = scorer;
        _scorers.Clear();
        foreach (var workspace in _workspaces.Values) workspace.Changed = true;
    }

    private async ValueTask WriteAsync(List<ScoreRow> rows, CancellationToken stopping)
    {
        var written = await _store.WriteScoresAsync(rows, stopping);
        if (written.Status == WriteStatus.Stored) return;
        _metrics.NotWritten(rows.Count);
        ScoresLog.CannotWrite(_log, rows.Count, written.Problem ?? "");
        // They are made again until the store takes them.
        foreach (var row in rows)
            if (_workspaces.TryGetValue(row.Probe, out var workspace)) workspace.Touched.TryAdd(row.MinuteMs / MinuteMs, row.RevisedAtMs is not null);
    }

    private void ScoreNow(ScoreWorkspace workspace, DateTimeOffset now, List<ScoreRow> rows)
    {
        var changed = workspace.Changed;
        (workspace.Changed, workspace.LastScored) = (false, now);
        if (workspace.NewestMs == 0) return;
        var nowMs = now.ToUnixTimeMilliseconds();
        var score = ScoreFromMemory(workspace, workspace.NewestMs, nowMs);
        var before = Latest(workspace.Id);
        _latest[workspace.Id] = score;
        // A minute that is over is written with its own end.
        var minute = (workspace.NewestMs - 1) / MinuteMs;
        if (changed && EndOf(minute) > workspace.NewestMs && !ScoreWorkspace.IsFinal(minute, nowMs)) rows.Add(RowOf(workspace, minute, score));
        if (changed || before?.Score != score.Score) Scored?.Invoke(workspace.Id);
    }

    private async ValueTask ReviseAsync(ScoreWorkspace workspace, DateTimeOffset now, List<ScoreRow> rows, CancellationToken stopping)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        // Minutes that lie close together share one reading of the store.
        List<KeyValuePair<long, bool>>? due = null;
        foreach (var minute in workspace.DueMinutes(nowMs))
        {
            due ??= [];
            if (due.Count == MostRevisedAtOnce || (due.Count > 0 && minute.Key >= due[0].Key + MostRevisedAtOnce)) break;
            due.Add(minute);
        }

        if (due is null) return;
        var past = workspace.IsInMemory(StartOf(due[0].Key)) ? null : await ReadPastAsync(workspace, due[0].Key, due[^1].Key, due.Exists(d => d.Value), stopping);
        foreach (var (minute, late) in due)
        {
            var end = EndOf(minute);
            var score = past is null || workspace.IsInMemory(StartOf(minute)) ? ScoreFromMemory(workspace, end, end) : ScoreOf(workspace, end, past);
            workspace.Touched.Remove(minute);
            if (score.Tests.Count == 0) continue;
            var row = RowOf(workspace, minute, score) with
            {
                Final = ScoreWorkspace.IsFinal(minute, nowMs),
                RevisedAtMs = late ? nowMs : workspace.Provisional.GetValueOrDefault(minute)?.RevisedAtMs,
            };
            rows.Add(row);
            Written(workspace, row, late);
        }
    }

    private static void Written(ScoreWorkspace workspace, ScoreRow row, bool late)
    {
        var day = row.MinuteMs - row.MinuteMs % ScoreWindow.DayMs;
        workspace.OpenDays[day] = late || workspace.OpenDays.GetValueOrDefault(day);
        if (row.Final) workspace.Provisional.Remove(row.MinuteMs / MinuteMs);
        else workspace.Provisional[row.MinuteMs / MinuteMs] = row;
    }

    // Whatever could change a minute has marked it as touched, so one that nothing touched only becomes final as it is.
    private static void Finish(ScoreWorkspace workspace, DateTimeOffset now, List<ScoreRow> rows)
    {
        while (workspace.Provisional.Count > 0)
        {
            var (minute, row) = workspace.Provisional.First();
            if (!ScoreWorkspace.IsFinal(minute, now.ToUnixTimeMilliseconds())) return;
            workspace.Provisional.Remove(minute);
            if (!workspace.Touched.ContainsKey(minute)) rows.Add(row with { Final = true });
        }
    }

    private async ValueTask<Past> ReadPastAsync(ScoreWorkspace workspace, long firstMinute, long lastMinute, bool late, CancellationToken stopping)
    {
        var (from, to) = (EndOf(firstMinute) - WebLookback.LengthMs, EndOf(lastMinute) + ServiceChecks.MostReachMs);
        var rows = KeptWindow.Of(AskedRows.Of(await _store.ReadWindowsAsync(workspace.Id, from, to, stopping)));
        var (slotsFrom, periods) = (StartOf(firstMinute) - ServiceChecks.MostReachMs, PeriodsOf(workspace.Id));
        var changed = workspace.Slots.Remake(slotsFrom, EndOf(lastMinute), rows, periods);
        if (changed is { } span) workspace.Ripple(span.FromMs, span.ToMs, late);
        if (workspace.HasDayBefore(EndOf(firstMinute))) return new Past(rows, workspace.Slots);
        var slots = await _days.SlotsAsync(workspace.Id, EndOf(firstMinute) - ScoreWindow.DayMs, EndOf(lastMinute), stopping);
        return new Past(rows, slots);
    }

    private static long EndOf(long minute) => (minute + 1) * MinuteMs;

    private static long StartOf(long minute) => EndOf(minute) - ScoreWindow.LengthMs;

    private ProbeScore ScoreFromMemory(ScoreWorkspace workspace, long endMs, long nowMs) =>
        ScoreOf(workspace, endMs, workspace.Rows(endMs - ScoreWindow.LengthMs, endMs), workspace.Checks(endMs, _checks), workspace.Slots, nowMs);

    private ProbeScore ScoreOf(ScoreWorkspace workspace, long endMs, Past past)
    {
        var rows = new List<KeptWindow>();
        foreach (var row in past.Rows)
            if (row.StartMs >= endMs - ScoreWindow.LengthMs && row.StartMs < endMs) rows.Add(row);
        return ScoreOf(workspace, endMs, rows, WebLookback.Of(past.Rows, endMs, _checks), past.Slots, endMs);
    }

    private ProbeScore ScoreOf(ScoreWorkspace workspace, long endMs, IReadOnlyList<KeptWindow> rows, IReadOnlyList<KeptWindow> checks, SlotHistory slots, long nowMs)
    {
        _metrics.Made();
        var window = new ScoreWindow(endMs, rows, checks, slots, PeriodsOf(workspace.Id), workspace.Answered(endMs), nowMs) { Floors = workspace.Floors };
        return ScorerOf(workspace.Id).Of(window);
    }

    // A persona that the profile does not know any more is nobody's: the settings' speaks for it.
    private ProbeScorer ScorerOf(Contract.ProbeId id)
    {
        if (_personaOf(id) is not { } name || name == _scorer.Persona.Name) return _scorer;
        if (_scorers.TryGetValue(name, out var known)) return known;
        if (_scorer.Profile.Persona(name) is not { } persona) return _scorer;
        return _scorers[name] = new ProbeScorer(_scorer.Profile, persona);
    }

    private ScoreRow RowOf(ScoreWorkspace workspace, long minute, ProbeScore score) =>
        ScoreRows.Of(workspace.Id, minute, score, _scorer.Profile.Version) with { Gap = GapOf?.Invoke(workspace.Id, score) };

    private sealed record Past(IReadOnlyList<KeptWindow> Rows, SlotHistory Slots);
}

using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>When days are made. The running one each hour, one that has ended when all its minutes are final, any of them when late data has come to rest.</summary>
public sealed partial class ScoreKeeper
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private async ValueTask MakeDaysAsync(DateTimeOffset now, CancellationToken stopping)
    {
        List<DayRow>? days = null;
        foreach (var workspace in _workspaces.Values)
        {
            if (workspace.OpenDays.Count == 0 || workspace.Touched.Count > 0 && workspace.DueMinutes(now.ToUnixTimeMilliseconds()).Any()) continue;
            foreach (var (dayMs, late) in workspace.OpenDays.ToList())
            {
                if (!IsDue(workspace, dayMs, late, now)) continue;
                var scorer = ScorerOf(workspace.Id);
                (days ??= []).Add(await _days.OfAsync(workspace, dayMs, scorer, late ? now.ToUnixTimeMilliseconds() : null, stopping));
                workspace.OpenDays.Remove(dayMs);
                if (IsRunning(dayMs, now)) workspace.DayMade = now;
            }
        }

        if (days is null) return;
        var written = await _store.WriteDaysAsync(days, stopping);
        if (written.Status == WriteStatus.Stored) return;
        ScoresLog.CannotWrite(_log, days.Count, written.Problem ?? "");
        foreach (var day in days)
            if (_workspaces.TryGetValue(day.Probe, out var workspace)) workspace.OpenDays.TryAdd(day.DayMs, day.RevisedAtMs is not null);
    }

    private static bool IsDue(ScoreWorkspace workspace, long dayMs, bool late, DateTimeOffset now) =>
        IsRunning(dayMs, now) ? late || now - workspace.DayMade >= Hour : !workspace.HasProvisionalIn(dayMs);

    private static bool IsRunning(long dayMs, DateTimeOffset now) => now.ToUnixTimeMilliseconds() < dayMs + ScoreWindow.DayMs;
}

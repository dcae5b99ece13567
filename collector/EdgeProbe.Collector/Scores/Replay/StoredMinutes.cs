using System.Runtime.CompilerServices;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Scores.Replay;

/// <summary>A probe's minutes out of the store, each with all that its score was made from. Reads an hour at once.</summary>
/// <param name="periods">How often each test of a probe tries.</param>
public sealed class StoredMinutes(ISampleStore store, Func<ProbeId, IReadOnlyDictionary<TestKey, TimeSpan>> periods)
{
    private const long MinuteMs = 60_000;

    /// <summary>The windows of the minutes that end in (from, to], oldest first; minutes without a row are left out. Unix milliseconds.</summary>
    /// <exception cref="StoreReadException">The store did not answer.</exception>
    public async IAsyncEnumerable<ScoreWindow> OfAsync(ProbeId probe, long fromMs, long toMs, [EnumeratorCancellation] CancellationToken stopping)
    {
        var workspace = new ScoreWorkspace(probe, () => periods(probe));
        foreach (var day in await store.ReadDaysAsync(probe, fromMs - (FloorHistory.DaysBefore + 1) * ScoreWindow.DayMs, fromMs, stopping))
            if (day.DayMs < fromMs - ScoreWindow.DayMs) workspace.Floors.Restore(day.DayMs, day.FloorsMs);

        // A day before, for what a score looks back at: slots, floors and who has ever answered.
        for (var hour = (fromMs - ScoreWindow.DayMs) / ScoreWindow.HourMs * ScoreWindow.HourMs; hour < toMs; hour += ScoreWindow.HourMs)
        {
            var end = hour + ScoreWindow.HourMs;
            var rows = AskedRows.Of(await store.ReadWindowsAsync(probe, hour - WebLookback.LengthMs - ServiceChecks.MostReachMs, end + ServiceChecks.MostReachMs, stopping));
            List<WindowRow> own = [.. rows.Where(r => r.StartMs >= hour && r.StartMs < end)];
            if (own.Count > 0) workspace.Take(own, late: false);
            workspace.Touched.Clear();
            var kept = KeptWindow.Of(rows);
            workspace.Slots.Remake(hour, end, kept, periods(probe));
            for (var minute = Math.Max(hour, (fromMs + MinuteMs - 1) / MinuteMs * MinuteMs); minute < Math.Min(end, toMs); minute += MinuteMs)
                if (WindowOf(workspace, kept, minute + MinuteMs, periods(probe)) is { } window) yield return window;
        }
    }

    private static ScoreWindow? WindowOf(ScoreWorkspace workspace, IReadOnlyList<KeptWindow> rows, long endMs, IReadOnlyDictionary<TestKey, TimeSpan> periods)
    {
        List<KeptWindow> inside = [.. rows.Where(r => r.StartMs >= endMs - ScoreWindow.LengthMs && r.StartMs < endMs)];
        return inside.Count == 0
            ? null
            : new ScoreWindow(endMs, inside, WebLookback.Of(rows, endMs), workspace.Slots, periods, workspace.Answered(endMs), endMs) { Floors = workspace.Floors };
    }
}

using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Composite;

namespace EdgeProbe.Collector.Scores;

/// <summary>Makes a probe's day anew out of its minutes in the store and its slots. The same minutes and slots make the same day.</summary>
internal sealed class DayMaker(ISampleStore store, Func<ProbeId, IReadOnlyDictionary<TestKey, TimeSpan>> periods)
{
    private const long MinuteMs = 60_000;
    private const int MinutesOfDay = 24 * 60;

    // An outage that was there at midnight shows itself within this time before.
    private const int SlotsBefore = 3600 * 1000 / Window.SlotMs;

    /// <exception cref="StoreReadException">The store did not answer.</exception>
    public async ValueTask<DayRow> OfAsync(ScoreWorkspace workspace, long dayMs, ProbeScorer scorer, long? revisedAtMs, CancellationToken stopping)
    {
        var minutes = await store.ReadScoresAsync(workspace.Id, dayMs, dayMs + ScoreWindow.DayMs, stopping);
        var hours = scorer.Profile.Hours(scorer.Persona);
        var summary = Summary(minutes, dayMs, hours, minute => minute.Score.Value);
        var slots = workspace.HasDayBefore(dayMs + ScoreWindow.DayMs)
            ? workspace.Slots
            : await SlotsAsync(workspace.Id, dayMs - ScoreWindow.HourMs, dayMs + ScoreWindow.DayMs, stopping);
        var line = Line(slots, dayMs);
        return new DayRow
        {
            Probe = workspace.Id,
            DayMs = dayMs,
            Mean = summary.Mean,
            Typical = summary.Typical,
            Consistent = summary.Consistent,
            TypicalApps = PerApp.Of(app => Typical(minutes, dayMs, hours, app.Name())),
            Coverage = summary.Coverage,
            ObservedSlots = line.Observed,
            UnavailableSlots = line.Unavailable,
            Outages = line.Outages,
            RepairSeconds = line.RepairSeconds,
            FloorsMs = workspace.Floors.OfDay(dayMs),
            Profile = scorer.Profile.Version,
            RevisedAtMs = revisedAtMs,
        };
    }

    /// <summary>Slots of a time that is not in memory, out of the store; an hour's rows at once.</summary>
    /// <exception cref="StoreReadException">The store did not answer.</exception>
    public async ValueTask<SlotHistory> SlotsAsync(ProbeId id, long fromMs, long toMs, CancellationToken stopping)
    {
        var slots = new SlotHistory();
        for (var from = fromMs; from < toMs; from += ScoreWindow.HourMs)
        {
            var to = Math.Min(toMs, from + ScoreWindow.HourMs);
            var rows = await store.ReadWindowsAsync(id, from - ServiceChecks.MostReachMs, to + ServiceChecks.MostReachMs, stopping);
            slots.Remake(from, to, KeptWindow.Of(AskedRows.Of(rows)), periods(id));
        }

        return slots;
    }

    // Every minute of the day has its use, so that what was not observed shows in the coverage.
    private static DaySummary Summary(IReadOnlyList<ScoreRow> minutes, long dayMs, IReadOnlyList<double> hours, Func<ScoreRow, double?> points)
    {
        var windows = new UsedWindow[MinutesOfDay];
        for (var i = 0; i < windows.Length; i++) windows[i] = new UsedWindow(null, hours[i / 60]);
        foreach (var minute in minutes)
        {
            var place = (int)((minute.MinuteMs - dayMs) / MinuteMs);
            windows[place] = windows[place] with { Score = points(minute) };
        }

        return DaySummary.Of(windows);
    }

    private static double? Typical(IReadOnlyList<ScoreRow> minutes, long dayMs, IReadOnlyList<double> hours, string app) =>
        minutes.Any(minute => minute.Apps.ContainsKey(app))
            ? Summary(minutes, dayMs, hours, minute => minute.Apps.TryGetValue(app, out var points) ? points : null).Typical
            : null;

    private static (int Observed, int Unavailable, int Outages, double RepairSeconds) Line(SlotHistory slots, long dayMs)
    {
        var first = dayMs / Window.SlotMs;
        Span<ulong> scratch = stackalloc ulong[LineDay.WordsFor(SlotHistory.PerDay + SlotsBefore)];
        var day = LineDay.Of(slots, first - SlotsBefore, SlotHistory.PerDay + SlotsBefore, scratch);
        var (known, down) = day.Newest(slots, SlotHistory.PerDay);
        if (!day.HasOutage) return (known, down, 0, 0);
        var (outages, seconds, from, last) = (0, 0.0, -1L, -1L);
        for (var number = first - SlotsBefore; number < first + SlotHistory.PerDay; number++)
        {
            if (day.IsDown(number)) (from, last) = (from < 0 ? number : from, number);
            else if (from >= 0 && slots.At(number) != SlotState.Unknown) Close();
        }

        if (from >= 0) Close();
        return (known, down, outages, seconds);

        // Of an outage that crosses midnight each day has its part, and the day in which it began counts it.
        void Close()
        {
            if (from >= first) outages++;
            seconds += Math.Max(0, last + 1 - Math.Max(from, first)) * Window.SlotMs / 1000.0;
            from = -1;
        }
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// Keeps every probe's score up to date: anew as windows arrive (at most once in <c>provisionalAfter</c>), each minute for the age of the
/// data, and for the past when late data comes. A minute's score is provisional until nothing is waited for any more, then final. One task does all the work; readers may come from any thread.
/// </summary>
public sealed partial class ScoreKeeper
{
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ProbeId, ProbeScore> _latest = new();
    private readonly Dictionary<ProbeId, ScoreWorkspace> _workspaces = [];
    private readonly ConcurrentDictionary<ProbeId, bool> _reload = new();
    private readonly Dictionary<ProbeId, (Birth? Birth, Dictionary<TestKey, TimeSpan> Periods)> _periods = [];
    private readonly Channel<StoredRows> _waiting;
    private readonly ISampleStore _store;
    private readonly FleetRegistry _fleet;
    private volatile ProbeScorer _scorer;
    private ProbeScorer? _wanted;
    private readonly Func<ProbeId, string?> _personaOf;
    private readonly Dictionary<string, ProbeScorer> _scorers = [];
    private readonly DayMaker _days;

    // Borrowed by the score that is being made.
    private readonly List<KeptWindow> _checks = [];

    private readonly TimeSpan _provisionalAfter;
    private readonly TimeProvider _clock;
    private readonly ScoreMetrics _metrics;
    private readonly ILogger _log;

    /// <param name="store">Where windows come from and scores go to.</param>
    /// <param name="fleet">Knows how often each test tries.</param>
    /// <param name="scorer">Makes the scores of probes of which nobody says another persona.</param>
    /// <param name="provisionalAfter">A probe is scored anew this long after its last score at the soonest.</param>
    /// <param name="clock">For the age of the data, and for when a minute is final.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="log">Where surprises go.</param>
    /// <param name="personaOf">A probe's persona by its name in the profile; null for the scorer's. Asked by the scoring task at every score.</param>
    public ScoreKeeper(
        ISampleStore store,
        FleetRegistry fleet,
        ProbeScorer scorer,
        TimeSpan provisionalAfter,
        TimeProvider clock,
        ScoreMetrics metrics,
        ILogger<ScoreKeeper> log,
        Func<ProbeId, string?>? personaOf = null)
    {
        (_personaOf, _days) = (personaOf ?? (_ => null), new DayMaker(store, PeriodsOf));
        (_store, _fleet, _scorer, _provisionalAfter, _clock, _metrics, _log) = (store, fleet, scorer, provisionalAfter, clock, metrics, log);
        var options = new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest };
        _waiting = Channel.CreateBounded<StoredRows>(options, Dropped);
    }

    /// <summary>Raised by the scoring task after a probe's score or its state has changed.</summary>
    public event Action<ProbeId>? Scored;

    /// <summary>Makes the scores of probes of which nobody says another persona.</summary>
    public ProbeScorer Scorer => Volatile.Read(ref _wanted) ?? _scorer;

    /// <summary>Makes scores by another profile from the next one on. What is written keeps the profile that it was made with.</summary>
    public void Use(ProbeScorer scorer) => Volatile.Write(ref _wanted, scorer);

    /// <summary>
    /// A score's distance to what the customer expects, for the rows that are written; null while nobody tells, or when nothing is known of it.
    /// Called by the scoring task.
    /// </summary>
    public Func<ProbeId, ProbeScore, double?>? GapOf { get; set; }

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
            workspace.Slots.Remake(from - ServiceChecks.MostReachMs, from + ScoreWindow.HourMs, KeptWindow.Of(rows), periods);
        }

        workspace.SlotsFromMs = newestMs - ScoreWindow.DayMs;
        foreach (var day in await _store.ReadDaysAsync(id, newestMs - (FloorHistory.DaysBefore + 1) * ScoreWindow.DayMs, newestMs, stopping))
            if (day.DayMs < newestMs - newestMs % ScoreWindow.DayMs) workspace.Floors.Restore(day.DayMs, day.FloorsMs);
        workspace.Loaded();
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

    private Dictionary<TestKey, TimeSpan> PeriodsOf(ProbeId id)
    {
        var birth = _fleet.Find(id)?.Facts.Birth;
        if (_periods.TryGetValue(id, out var known) && ReferenceEquals(known.Birth, birth)) return known.Periods;
        var periods = new Dictionary<TestKey, TimeSpan>();
        foreach (var test in birth?.Tests ?? []) periods[TestKey.Of(test)] = test.Period;
        _periods[id] = (birth, periods);
        return periods;
    }

    private void Dropped(StoredRows rows)
    {
        _metrics.Dropped(rows.Rows.Count);
        _reload[rows.Probe] = true;
    }
}

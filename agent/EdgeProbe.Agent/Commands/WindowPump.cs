using EdgeProbe.Agent.Board;
using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Agent.Windows;
using EdgeProbe.Agent.Windows.Passive;

namespace EdgeProbe.Agent.Commands;

/// <summary>
/// Twice a second: closes the windows that are due, appends their samples, active and passive, to the spool as one batch and tells the
/// uplink, and makes the events that cannot wait. Not thread-safe.
/// </summary>
internal sealed class WindowPump(
    WindowStage windows, PassiveRelease passive, ISpool spool, EventTeller teller, TestTable table, TestResults results, TimeProvider clock)
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);
    private readonly TargetWatch _watch = new();
    private readonly List<Sample> _batch = [];
    private ClockState? _clockState;
    private long _dropped;
    private string? _spoolProblem;

    /// <summary>Something was appended.</summary>
    public event Action? Appended;

    /// <summary>A round in which windows closed has ended.</summary>
    public event Action? Completed;

    /// <summary>A target went or came back: its alias.</summary>
    public event Action<uint>? TargetChanged;

    /// <summary>
    /// Ends: when it is cancelled and the capture, which makes the passive windows, has ended; then what was measured so far is appended.
    /// </summary>
    public async Task RunAsync(Task capture, CancellationToken stopping)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        try
        {
            while (await rounds.WaitForNextTickAsync(stopping).ConfigureAwait(false)) Pump();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await capture.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            windows.CloseAll(_batch.AddRange);
            passive.Take(_batch);
            Append();
        }
    }

    internal void Pump()
    {
        var before = results.Measured;
        var stepped = windows.Tick(_batch.AddRange);
        passive.Take(_batch);
        Append();
        if (stepped != TimeSpan.Zero) teller.Tell("clock/stepped", "", $"The wall clock was set by {stepped.TotalSeconds:0.###} s; delays are not affected.");
        WatchSpool();
        if (results.Measured == before) return;
        WatchClock();
        Completed?.Invoke();
    }

    private void Append()
    {
        if (_batch.Count == 0) return;
        _batch.Sort(SampleOrder.Compare);
        spool.Append(_batch, table.Revision, SystemClock.Read());
        foreach (var sample in _batch)
        {
            results.Take(sample);
            if (_watch.Judge(sample) is { } isDown) TellTarget(sample.Test, isDown);
        }

        _batch.Clear();
        Appended?.Invoke();
    }

    private void TellTarget(uint alias, bool isDown)
    {
        var test = table.All().First(t => t.Alias == alias);
        teller.Tell(
            isDown ? "target/down" : "target/up", test.Target,
            isDown ? $"{test.Target} ({test.Kind}, {test.Family}) has not answered for 30 s." : $"{test.Target} ({test.Kind}, {test.Family}) answers again.");
        TargetChanged?.Invoke(alias);
    }

    private void WatchSpool()
    {
        var counters = spool.Counters;
        if (counters.Dropped > _dropped)
            teller.Tell("spool/dropped", "", $"The spool is full: {counters.Dropped - _dropped} samples were given up, {counters.Depth} are kept.");
        _dropped = counters.Dropped;
        if (counters.Problem is { } problem && _spoolProblem is null) teller.Tell("spool/disk", "", $"{problem}.");
        _spoolProblem = counters.Problem;
    }

    private void WatchClock()
    {
        var state = SystemClock.Read().State;
        if (_clockState is { } before && before != state)
            teller.Tell(state == ClockState.Synced ? "clock/synced" : "clock/unsynced", "", $"The wall clock is {state.ToString().ToLowerInvariant()}.");
        _clockState = state;
    }
}

using EdgeProbe.Agent.Board;
using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Agent.Windows;
using EdgeProbe.Contract;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>
/// Twice a second: closes the windows that are due, appends their samples to the spool as one batch and tells the uplink, and makes the
/// events that cannot wait. Not thread-safe.
/// </summary>
internal sealed class WindowPump(
    WindowStage windows, ISpool spool, EventQueue<ProbeEvent> events, TestTable table, TestResults results, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);
    private readonly TargetWatch _watch = new();
    private ClockState? _clockState;
    private long _dropped;
    private string? _spoolProblem;

    /// <summary>Something was appended or happened.</summary>
    public event Action? Appended;

    /// <summary>A round in which windows closed has ended.</summary>
    public event Action? Completed;

    /// <summary>A target went or came back: its alias.</summary>
    public event Action<uint>? TargetChanged;

    /// <summary>Ends: when it is cancelled; then what was measured so far is appended.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        try
        {
            while (await rounds.WaitForNextTickAsync(stopping).ConfigureAwait(false)) Pump();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            windows.CloseAll(Append);
        }
    }

    internal void Pump()
    {
        var before = results.Measured;
        var stepped = windows.Tick(Append);
        if (stepped != TimeSpan.Zero) Happened("clock/stepped", "", $"The wall clock was set by {stepped.TotalSeconds:0.###} s; delays are not affected.");
        WatchSpool();
        if (results.Measured == before) return;
        WatchClock();
        Completed?.Invoke();
    }

    private void Append(IReadOnlyList<Sample> samples)
    {
        spool.Append(samples, table.Revision, SystemClock.Read());
        foreach (var sample in samples)
        {
            results.Take(sample);
            if (_watch.Judge(sample) is { } isDown) TellTarget(sample.Test, isDown);
        }

        Appended?.Invoke();
    }

    private void TellTarget(uint alias, bool isDown)
    {
        var test = table.All().First(t => t.Alias == alias);
        Happened(
            isDown ? "target/down" : "target/up", test.Target,
            isDown ? $"{test.Target} ({test.Kind}, {test.Family}) has not answered for 30 s." : $"{test.Target} ({test.Kind}, {test.Family}) answers again.");
        TargetChanged?.Invoke(alias);
    }

    private void WatchSpool()
    {
        var counters = spool.Counters;
        if (counters.Dropped > _dropped)
            Happened("spool/dropped", "", $"The spool is full: {counters.Dropped - _dropped} samples were given up, {counters.Depth} are kept.");
        _dropped = counters.Dropped;
        if (counters.Problem is { } problem && _spoolProblem is null) Happened("spool/disk", "", $"{problem}.");
        _spoolProblem = counters.Problem;
    }

    private void WatchClock()
    {
        var state = SystemClock.Read().State;
        if (_clockState is { } before && before != state)
            Happened(state == ClockState.Synced ? "clock/synced" : "clock/unsynced", "", $"The wall clock is {state.ToString().ToLowerInvariant()}.");
        _clockState = state;
    }

    private void Happened(string name, string subject, string text)
    {
        CommandsLog.Happened(log, name, subject, text);
        events.Add(new ProbeEvent { StoreEpoch = 0, Session = 0, Time = clock.GetUtcNow(), Name = name, Subject = subject, Text = text });
        Appended?.Invoke();
    }
}

using EdgeProbe.Probers;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// Starts attempts when they are due, from one loop without a thread per test. Attempts run on the thread pool and may overlap, so a slow
/// one delays nobody. A beat that was missed (a stalled box) is reported as not attempted and not made up for: a burst would measure itself.
/// </summary>
internal sealed class Scheduler(AttemptRunner runner, IAttemptSink sink, TimeProvider clock, ILogger log)
{
    // Within which the tests' first attempts are spread, so that probes which start together do not beat together.
    private static readonly TimeSpan StartSpread = TimeSpan.FromSeconds(5);
    private const int MaxMissed = 600;
    private readonly PriorityQueue<Row, long> _due = new();

    public void Add(PlannedTest test)
    {
        var spread = test.Period < StartSpread ? test.Period : StartSpread;
        var first = clock.GetTimestamp() + Ticks(spread * Random.Shared.NextDouble());
        _due.Enqueue(new Row(test), first);
    }

    /// <summary>Makes one attempt now, out of its turn; the limits apply as ever.</summary>
    public void Hasten(PlannedTest test, CancellationToken stopping) => _ = AttemptAsync(new Row(test), stopping);

    /// <summary>Ends: when it is cancelled. Attempts under way are cancelled with it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (_due.TryPeek(out var row, out var due))
            {
                var wait = clock.GetElapsedTime(clock.GetTimestamp(), due);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(Whole(wait), clock, stopping).ConfigureAwait(false);
                    continue;
                }

                _due.Dequeue();
                Start(row, due, stopping);
                _due.Enqueue(row, NextBeat(row.Test, due));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private void Start(Row row, long due, CancellationToken stopping)
    {
        if (row.UnderWay >= row.Test.MaxUnderWay)
        {
            ScheduleLog.TooManyUnderWay(log, row.Test.Target.Name, row.Test.Target.Kind, row.UnderWay);
            sink.NotAttempted(row.Test.Target.Test, due, Reason.LimitReached);
            return;
        }

        _ = AttemptAsync(row, stopping);
    }

    private async Task AttemptAsync(Row row, CancellationToken stopping)
    {
        row.Begin();
        try
        {
            await runner.RunAsync(row.Test, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The agent stops; the attempt was neither answered nor lost.
        }
#pragma warning disable CA1031 // the edge of an attempt: a prober's bug costs its own attempt and a line in the log, never the loop
        catch (Exception unexpected)
        {
            ScheduleLog.AttemptBroke(log, unexpected, row.Test.Target.Name, row.Test.Target.Kind);
        }
#pragma warning restore CA1031
        finally
        {
            row.Finish();
        }
    }

    private long NextBeat(PlannedTest test, long due)
    {
        var period = Ticks(test.Period);
        var missed = (clock.GetTimestamp() - due) / period;
        for (var i = 1; i <= Math.Min(missed, MaxMissed); i++) sink.NotAttempted(test.Target.Test, due + i * period, Reason.NotAttempted);
        return due + (missed + 1) * period;
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    // Timers count whole milliseconds and round down; waking early would mean waking twice.
    private static TimeSpan Whole(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    private sealed class Row(PlannedTest test)
    {
        private int _underWay;

        public PlannedTest Test => test;

        public int UnderWay => Volatile.Read(ref _underWay);

        public void Begin() => Interlocked.Increment(ref _underWay);

        public void Finish() => Interlocked.Decrement(ref _underWay);
    }
}

using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;
using EdgeProbe.Mqtt;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Ingest;

/// <summary>
/// Brings batches into the store and acknowledges them, in this order: samples durable, sequence numbers durable, ack. A crash between any
/// two leads to a replay, which changes nothing. What waits while one write is under way makes up the next one, so a busy store gets
/// large writes and a quiet one small, prompt ones.
/// </summary>
internal sealed class BatchKeeper(
    ISampleStore store, FleetRegistry fleet, IMqttLink link, HeldBatches held, TimeSpan retention, TimeProvider clock, IngestMetrics metrics, ILogger<BatchKeeper> log)
{
    // InfluxData's own advice for one write.
    private const int MostRows = 5_000;

    // More than a probe may have under way without an ack (8), so an honest one never loses its place.
    private const int MostOfOneProbe = 64;
    private const int MostInAll = 2_048;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly FairQueue<WaitingBatch> _waiting = new(MostOfOneProbe, MostInAll);

    /// <summary>Raised after rows are stored and before they are acknowledged.</summary>
    public event Action<StoredRows>? Stored;

    public int Waiting => _waiting.Count;

    /// <summary>Why nothing can be stored now; null when all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Seconds from the end of the newest window of the last live batch until it was stored; null before the first.</summary>
    public double? LagSeconds { get; private set; }

    public ValueTask WaitForRoomAsync(CancellationToken cancellation) => _waiting.WaitForRoomAsync(cancellation);

    /// <summary>Puts a batch in its probe's line; drops and counts it when that is full.</summary>
    public void Offer(WaitingBatch batch)
    {
        if (!_waiting.TryAdd(batch.Probe.Id, batch)) metrics.Flooded();
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                var batches = await _waiting.TakeAsync(taken => taken.Sum(b => b.Batch.Samples.Count) >= MostRows, stopping);
                await KeepSafelyAsync(batches, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Writes probes into the registry, and tries again until it works.</summary>
    public ValueTask SaveAsync(IReadOnlyCollection<FleetProbe> probes, CancellationToken stopping) =>
        UntilDoneAsync(() => ValueTask.FromResult(TryRegister(() => fleet.Save(probes))), stopping);

    private async ValueTask KeepSafelyAsync(List<WaitingBatch> batches, CancellationToken stopping)
    {
        try
        {
            var resolved = await ResolveAsync(batches, stopping);
            if (resolved.Count > 0) await KeepAsync(resolved, stopping);
        }
#pragma warning disable CA1031 // the edge of the loop: these batches are not acknowledged and come again
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            IngestLog.Broke(log, unexpected);
        }
#pragma warning restore CA1031
    }

    private async ValueTask<List<ResolvedBatch>> ResolveAsync(List<WaitingBatch> batches, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var resolved = new List<ResolvedBatch>();
        foreach (var batch in batches)
        {
            if (ResolvedBatch.Of(batch, now, now - retention) is { } known) resolved.Add(known);
            else await HoldAsync(batch, stopping);
        }

        return resolved;
    }

    private async ValueTask HoldAsync(WaitingBatch batch, CancellationToken stopping)
    {
        if (!held.TryHold(batch, out var isFirst)) metrics.NotHeld();
        if (!isFirst) return;
        metrics.RebirthAsked();
        IngestLog.RebirthAsked(log, batch.Probe.Id);
        await link.PublishAsync(new MqttMessage { Topic = Topics.Rebirth(batch.Probe.Id), Qos = 1 }, stopping);
    }

    private async ValueTask KeepAsync(List<ResolvedBatch> batches, CancellationToken stopping)
    {
        await FindConflictsAsync(batches, stopping);
        List<WindowRow> rows = [.. batches.SelectMany(b => b.Rows)];
        await UntilDoneAsync(() => TryStoreAsync(batches, rows, stopping), stopping);
        var acks = Settle(batches);
        await UntilDoneAsync(() => ValueTask.FromResult(TryRegister(() => Register(batches))), stopping);
        Tell(batches);
        foreach (var (probe, ack) in acks) await AckAsync(probe, ack, stopping);
    }

    // Only a number that was stored before can contradict itself, so only replays cost a read.
    private async ValueTask FindConflictsAsync(List<ResolvedBatch> batches, CancellationToken stopping)
    {
        foreach (var batch in batches)
        {
            List<WindowRow> again = [.. batch.Rows.Where(r => batch.Probe.IsStored(r.StoreEpoch, r.Sequence))];
            if (again.Count == 0) continue;
            metrics.Replayed(again.Count);
            try
            {
                var before = await store.ReadWindowsAsync(batch.Probe.Id, again.Min(r => r.StartMs), again.Max(r => r.StartMs) + 1, stopping);
                var known = before.ToLookup(r => (r.StoreEpoch, r.Sequence));
                batch.Conflicts = (ulong)again.Count(r => known[(r.StoreEpoch, r.Sequence)].Any(b => !b.SaysTheSameAs(r)));
                metrics.Conflicts((long)batch.Conflicts);
            }
            catch (StoreReadException)
            {
                // Not known whether it is the same: written again all the same, and the write that follows says what ails the store.
            }
        }
    }

    private async ValueTask<string?> TryStoreAsync(List<ResolvedBatch> batches, List<WindowRow> rows, CancellationToken stopping)
    {
        if (rows.Count == 0) return null;
        var result = await store.WriteAsync(rows, stopping);
        if (result.Status != WriteStatus.Stored) return result.Problem;
        foreach (var refused in result.Refused)
            batches.First(b => b.Rows.Contains(refused.Row)).SetAside(refused.Row, clock.GetUtcNow(), refused.Reason);
        metrics.Stored(rows.Count - result.Refused.Count);
        return null;
    }

    private static List<(ProbeId Probe, Ack Ack)> Settle(List<ResolvedBatch> batches) => [.. batches.Select(b => (b.Probe.Id, b.Probe.Settle(b.Settled())))];

    private void Register(List<ResolvedBatch> batches)
    {
        fleet.Quarantine([.. batches.SelectMany(b => b.Quarantined)]);
        fleet.Save([.. batches.Select(b => b.Probe).Distinct()]);
    }

    private void Tell(List<ResolvedBatch> batches)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var batch in batches)
        {
            foreach (var entry in batch.Quarantined) metrics.Quarantined(entry.Reason);
            if (batch.Quarantined.Count > 0) IngestLog.Quarantined(log, batch.Quarantined.Count, batch.Probe.Id, batch.Quarantined[0].Sample);
            if (batch is { NewestMs: { } newest, IsLate: false }) LagSeconds = (now - newest) / 1000.0;
            if (batch.Rows.Count > 0) Stored?.Invoke(new StoredRows(batch.Probe.Id, batch.Rows, batch.IsLate));
        }
    }

    // QoS 0: a lost ack costs one replay and nothing else.
    private async ValueTask AckAsync(ProbeId probe, Ack ack, CancellationToken stopping)
    {
        var sent = await link.PublishAsync(new MqttMessage { Topic = Topics.Ack(probe), Payload = AckCodec.Encode(ack) }, stopping);
        metrics.Ack(sent.IsDelivered);
    }

    private static string? TryRegister(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (IOException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>Ends: the attempt gives no problem, or the collector stops.</summary>
    private async ValueTask UntilDoneAsync(Func<ValueTask<string?>> attempt, CancellationToken stopping)
    {
        for (var pause = ShortestPause; ; pause = Shorter(pause * 2, LongestPause))
        {
            var problem = await attempt();
            if (problem != Problem && problem is not null) IngestLog.StoreWaits(log, problem);
            if (problem is null && Problem is not null) IngestLog.StoreBack(log);
            Problem = problem;
            if (problem is null) return;
            metrics.StoreRetry();
            await Task.Delay(pause, clock, stopping);
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

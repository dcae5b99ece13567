using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using EdgeProbe.Mqtt;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Ingest;

/// <summary>
/// Reads what probes publish: births and states go to the registry, batches in line for the <see cref="BatchKeeper"/>. Stops reading while
/// the lines are full, so that the broker, and behind it the probes' spools, hold what the store cannot take.
/// </summary>
internal sealed class Ingestor(
    IMqttLink link, FleetRegistry fleet, BatchKeeper keeper, HeldBatches held, TimeProvider clock, IngestMetrics metrics, ILogger<Ingestor> log)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenGapSearches = TimeSpan.FromMinutes(1);

    private readonly BatchDecoder _decoder = new(clock);

    /// <summary>Runs until cancelled or until the link's messages end.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        foreach (var filter in (string[])[Topics.AllBirths, Topics.AllStates, Topics.AllSamples, Topics.AllEvents]) link.Subscribe(filter, qos: 1);
        var upkeep = KeepUpAsync(stopping);
        try
        {
            await foreach (var message in link.Messages.ReadAllAsync(stopping)) await TakeSafelyAsync(message, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        await upkeep;
    }

    private async ValueTask TakeSafelyAsync(MqttMessage message, CancellationToken stopping)
    {
        try
        {
            await TakeAsync(message, stopping);
        }
#pragma warning disable CA1031 // the edge of the loop: one message must not stop the others
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            IngestLog.Broke(log, unexpected);
        }
#pragma warning restore CA1031
    }

    private async ValueTask TakeAsync(MqttMessage message, CancellationToken stopping)
    {
        if (!ProbeId.TryReadTopic(message.Topic, out var id, out var leaf))
        {
            // Collectors say on a topic of the same shape that they are online.
            if (!message.Topic.StartsWith(Topics.Root + "/collector/", StringComparison.Ordinal)) metrics.BadTopic();
            return;
        }

        switch (leaf)
        {
            case "s": await TakeBatchAsync(id, message, stopping); break;
            case "birth": await TakeBirthAsync(id, message, stopping); break;
            case "state": await TakeStateAsync(id, message, stopping); break;
            case "e": TakeEvent(id, message); break;
            default: metrics.BadTopic(); break;
        }
    }

    private async ValueTask TakeBatchAsync(ProbeId id, MqttMessage message, CancellationToken stopping)
    {
        metrics.Message("samples");
        if (!_decoder.TryDecode(message.Payload, message.ContentType, out var batch, out var failure))
        {
            Malformed(id, "samples", message, failure);
            return;
        }

        if (batch!.UnknownFields + batch.UnknownValues is > 0 and var unknown) metrics.Unknown(unknown);
        var probe = fleet.FindOrAdd(id);
        probe.Seen(clock.GetUtcNow());
        await keeper.WaitForRoomAsync(stopping);
        keeper.Offer(new WaitingBatch(probe, batch, clock.GetUtcNow()));
    }

    private async ValueTask TakeBirthAsync(ProbeId id, MqttMessage message, CancellationToken stopping)
    {
        metrics.Message("birth");
        // An empty retained message is a birth that somebody has deleted.
        if (message.Payload.IsEmpty) return;
        if (!BirthDecoder.TryDecode(message.Payload.Span, out var birth, out var failure))
        {
            Malformed(id, "birth", message, failure);
            return;
        }

        var probe = fleet.FindOrAdd(id);
        var resets = probe.Facts.Counters.SpoolResets;
        if (!probe.Apply(birth!, clock.GetUtcNow()))
        {
            metrics.StaleState();
            return;
        }

        IngestLog.Born(log, id, birth!.AgentVersion, birth.Tests.Count, birth.ConfigRevision);
        if (probe.Facts.Counters.SpoolResets > resets) IngestLog.SpoolReset(log, id, probe.Facts.Counters.SpoolResets);
        await keeper.SaveAsync([probe], stopping);
        foreach (var batch in held.Release(id)) keeper.Offer(batch);
    }

    private async ValueTask TakeStateAsync(ProbeId id, MqttMessage message, CancellationToken stopping)
    {
        metrics.Message("state");
        if (message.Payload.IsEmpty) return;
        if (!StateDecoder.TryDecode(message.Payload.Span, out var state, out var failure))
        {
            Malformed(id, "state", message, failure);
            return;
        }

        var probe = fleet.FindOrAdd(id);
        if (probe.Apply(state!, clock.GetUtcNow())) await keeper.SaveAsync([probe], stopping);
        else metrics.StaleState();
    }

    private void TakeEvent(ProbeId id, MqttMessage message)
    {
        metrics.Message("event");
        if (!EventDecoder.TryDecode(message.Payload.Span, out var happened, out var failure))
        {
            Malformed(id, "event", message, failure);
            return;
        }

        fleet.FindOrAdd(id).Seen(clock.GetUtcNow());
        metrics.Event();
        IngestLog.Event(log, id, happened!.Name, happened.Subject, happened.Text);
    }

    // What no message brings about: births that do not come, and holes that nobody fills.
    private async Task KeepUpAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        var searched = clock.GetUtcNow();
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var now = clock.GetUtcNow();
                foreach (var batch in held.Expire(now)) keeper.Offer(batch);
                if (now - searched < BetweenGapSearches) continue;
                searched = now;
                foreach (var probe in fleet.All) probe.FindGaps(now);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private void Malformed(ProbeId id, string kind, MqttMessage message, DecodeFailure failure)
    {
        metrics.Malformed(kind, failure);
        IngestLog.Malformed(log, kind, id, message.ContentType ?? "(none)", failure);
    }
}

using EdgeProbe.Contract;
using EdgeProbe.Mqtt;

namespace EdgeProbe.Agent.Uplink;

/// <summary>What comes to the probe: acknowledgements, the collectors' states, the wish for a new birth.</summary>
internal sealed partial class SampleUplink
{
    private long _stored;
    private long _malformed;
    private DateTimeOffset? _lastAck;
    private volatile bool _rebirthWanted;

    private async Task ReadAsync(CancellationToken stopping)
    {
        try
        {
            // Ends: asked to stop, or the link was disposed.
            await foreach (var message in link.Messages.ReadAllAsync(stopping).ConfigureAwait(false))
            {
                Read(message);
                Wake();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private void Read(MqttMessage message)
    {
        if (message.Topic == Topics.Ack(options.Probe)) ReadAck(message.Payload.Span);
        else if (message.Topic == Topics.Rebirth(options.Probe)) _rebirthWanted = true;
        else if (message.Topic.StartsWith(Topics.Root + "/collector/", StringComparison.Ordinal)) _collectors.Hear(message.Topic, message.Payload.Span);
        else Interlocked.Increment(ref _malformed);
    }

    private void ReadAck(ReadOnlySpan<byte> payload)
    {
        if (!AckCodec.TryRead(payload, out var ack))
        {
            Interlocked.Increment(ref _malformed);
            return;
        }

        _lastAck = clock.GetUtcNow();
        var freed = spool.Confirm(ack!.StoreEpoch, 0, ack.UpTo);
        foreach (var range in ack.Ranges) freed += spool.Confirm(ack.StoreEpoch, range.From, range.To);
        Interlocked.Add(ref _stored, freed);
    }
}

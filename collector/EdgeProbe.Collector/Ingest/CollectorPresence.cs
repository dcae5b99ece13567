using EdgeProbe.Contract;
using EdgeProbe.Mqtt;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Ingest;

/// <summary>
/// Says on the broker that this collector is there, retained, and leaves a will that says when it is not: without a collector the probes
/// keep to their spools.
/// </summary>
internal sealed class CollectorPresence(IMqttLink link, string collectorId, ulong session, ILogger log) : IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <summary>The will to hand to the link. A restart within the delay never shows.</summary>
    public static MqttMessage Will(string collectorId, ulong session) =>
        Message(collectorId, new ProbeState(false, session, ProbeState.Will)) with { WillDelay = TimeSpan.FromSeconds(10) };

    public void Start() => link.StateChanged += Changed;

    /// <summary>Says goodbye; gives up when the broker does not answer.</summary>
    public async Task LeaveAsync(TimeSpan patience, TimeProvider clock)
    {
        link.StateChanged -= Changed;
        using var limit = new CancellationTokenSource(patience, clock);
        try
        {
            await link.PublishAsync(Message(collectorId, new ProbeState(false, session, ProbeState.Stopped)), limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The will says the same a little later.
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Changed(LinkState state)
    {
        IngestLog.Link(log, state.Status, state.Problem ?? "");
        if (state.Status == LinkStatus.Online) _ = ArriveAsync();
    }

    private async Task ArriveAsync()
    {
        try
        {
            await link.PublishAsync(Message(collectorId, new ProbeState(true, session)), _gone.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped meanwhile.
        }
    }

    private static MqttMessage Message(string collectorId, ProbeState state) => new()
    {
        Topic = Topics.CollectorState(collectorId),
        Payload = StateCodec.Encode(state),
        Qos = 1,
        Retain = true,
        ContentType = ContentTypes.Protobuf,
    };
}

namespace EdgeProbe.Mqtt.Connections;

/// <summary>One publish from its call to its answer.</summary>
internal sealed class PendingPublish(MqttMessage message, Action<PendingPublish> ended)
{
    // Continuations elsewhere: run inline they would hold the link's thread, which has to read the next answer.
    private readonly TaskCompletionSource<PublishResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _turn = new();
    private bool _abandoned;

    public MqttMessage Message { get; } = message;

    public Task<PublishResult> Answer => _answer.Task;

    /// <summary>When it was handed to the library, a timestamp of the link's clock; 0 before.</summary>
    public long SentAt { get; private set; }

    /// <summary>Runs <paramref name="send"/> unless the caller has gone; the caller's payload is not looked at any more afterwards.</summary>
    public bool TrySend(long now, Action<PendingPublish> send)
    {
        lock (_turn)
        {
            if (_abandoned) return false;
            SentAt = now;
            send(this);
            return true;
        }
    }

    /// <summary>The caller does not wait any more: what is not sent yet never will be.</summary>
    public void Abandon()
    {
        lock (_turn) _abandoned = true;
    }

    public void End(PublishStatus status, int reason = 0)
    {
        if (_answer.TrySetResult(new PublishResult(status, (byte)reason))) ended(this);
    }
}

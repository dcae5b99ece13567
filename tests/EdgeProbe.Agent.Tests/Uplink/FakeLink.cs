using System.Threading.Channels;
using EdgeProbe.Mqtt;

namespace EdgeProbe.Agent.Tests.Uplink;

/// <summary>A link whose broker is the test.</summary>
internal sealed class FakeLink : IMqttLink
{
    private readonly Channel<MqttMessage> _inbox = Channel.CreateUnbounded<MqttMessage>();

    public event Action<LinkState>? StateChanged;

    public LinkState State { get; private set; }

    public ChannelReader<MqttMessage> Messages => _inbox.Reader;

    public List<MqttMessage> Published { get; } = [];

    /// <summary>What the broker says to the next publishes.</summary>
    public PublishResult Answer { get; set; } = new(PublishStatus.Delivered, 0);

    public List<string> Subscribed { get; } = [];

    public void Start()
    {
    }

    public void Subscribe(string filter, int qos) => Subscribed.Add(filter);

    public void Go(LinkStatus status)
    {
        State = new LinkState(status, default, null);
        StateChanged?.Invoke(State);
    }

    public void Receive(string topic, byte[] payload) => _inbox.Writer.TryWrite(new MqttMessage { Topic = topic, Payload = payload });

    public ValueTask<PublishResult> PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        if (State.Status != LinkStatus.Online) return ValueTask.FromResult(new PublishResult(PublishStatus.NotConnected, 0));
        lock (Published) Published.Add(message with { Payload = message.Payload.ToArray() });
        return ValueTask.FromResult(Answer);
    }

    public IReadOnlyList<MqttMessage> On(string topic)
    {
        lock (Published) return [.. Published.Where(m => m.Topic == topic)];
    }

    public ValueTask DisposeAsync()
    {
        _inbox.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}

using System.Threading.Channels;
using EdgeProbe.Contract;
using EdgeProbe.Mqtt;

namespace EdgeProbe.Collector.Tests.Ingest;

/// <summary>A link without a broker: hands in what a test says and keeps what was published.</summary>
internal sealed class FakeLink : IMqttLink
{
    private readonly Channel<MqttMessage> _messages = Channel.CreateUnbounded<MqttMessage>();
    private readonly PayloadEncoder _encoder = new();
    private readonly Lock _lock = new();
    private readonly List<MqttMessage> _published = [];

    public event Action<LinkState>? StateChanged;

    public LinkState State { get; private set; } = new(LinkStatus.Offline, default, "not started");

    public ChannelReader<MqttMessage> Messages => _messages.Reader;

    public IReadOnlyList<MqttMessage> Published
    {
        get
        {
            lock (_lock) return [.. _published];
        }
    }

    public IReadOnlyList<Ack> Acks => [.. Published.Where(m => m.Topic.EndsWith("/ack", StringComparison.Ordinal)).Select(m => AckCodec.TryRead(m.Payload.Span, out var ack) ? ack! : throw new InvalidDataException(m.Topic))];

    public void Start()
    {
        State = new LinkState(LinkStatus.Online, default, null);
        StateChanged?.Invoke(State);
    }

    public void Subscribe(string filter, int qos)
    {
    }

    public ValueTask<PublishResult> PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        lock (_lock) _published.Add(message);
        return ValueTask.FromResult(new PublishResult(PublishStatus.Delivered, 0));
    }

    public void Receive(string topic, byte[] payload, string? contentType = ContentTypes.Protobuf) =>
        _messages.Writer.TryWrite(new MqttMessage { Topic = topic, Payload = payload, ContentType = contentType });

    public void Receive(ProbeId probe, Batch batch)
    {
        var payload = _encoder.Encode(batch);
        Receive(Topics.Samples(probe), payload.Bytes.ToArray(), payload.ContentType);
    }

    public void Receive(ProbeId probe, Birth birth) => Receive(Topics.Birth(probe), BirthCodec.Encode(birth));

    public void Receive(ProbeId probe, ProbeState state) => Receive(Topics.State(probe), StateCodec.Encode(state));

    public ValueTask DisposeAsync()
    {
        _messages.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}

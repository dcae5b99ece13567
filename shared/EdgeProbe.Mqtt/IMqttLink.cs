using System.Threading.Channels;

namespace EdgeProbe.Mqtt;

/// <summary>
/// One MQTT v5 connection that keeps itself up. It is ignorant of samples: bytes go out, a reason comes back.
/// Safe for use from several threads; lives as long as its program, and leaves no thread behind on dispose.
/// </summary>
public interface IMqttLink : IAsyncDisposable
{
    LinkState State { get; }

    /// <summary>Raised on a thread-pool thread after every change, in order; a handler may take its time.</summary>
    event Action<LinkState>? StateChanged;

    /// <summary>Messages of all subscriptions. Bounded: while it is full, nothing more is read from the broker.</summary>
    ChannelReader<MqttMessage> Messages { get; }

    /// <summary>Starts to connect and returns at once; keeps trying until disposed.</summary>
    void Start();

    /// <summary>Asks for a topic filter now and after every reconnect.</summary>
    void Subscribe(string filter, int qos);

    /// <summary>
    /// Publishes once, while connected: an offline link answers <see cref="PublishStatus.NotConnected"/> and queues nothing. With QoS 1 it
    /// returns when the broker has answered, with the broker's reason. Waits while as many publishes as allowed are under way; of those that
    /// wait at once, any may go first.
    /// </summary>
    ValueTask<PublishResult> PublishAsync(MqttMessage message, CancellationToken cancellation);
}

public enum LinkStatus : byte { Offline, Connecting, Online }

/// <summary>
/// Where the link stands, since when, and, when it is not online, why: in one sentence with the remedy, and as a class for programs (None while
/// online and before the first attempt has failed).
/// </summary>
public readonly record struct LinkState(LinkStatus Status, DateTimeOffset Since, string? Problem, LinkFault Fault = LinkFault.None);

public sealed record MqttMessage
{
    public required string Topic { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    public int Qos { get; init; }

    public bool Retain { get; init; }

    /// <summary>MQTT v5 content type; null for none.</summary>
    public string? ContentType { get; init; }

    /// <summary>MQTT v5 message expiry; null for none.</summary>
    public TimeSpan? Expiry { get; init; }

    /// <summary>MQTT v5 will delay; only for a will.</summary>
    public TimeSpan WillDelay { get; init; }
}

public enum PublishStatus : byte
{
    /// <summary>The broker took it and somebody was subscribed (or QoS 0: it was written).</summary>
    Delivered,

    /// <summary>Nothing was sent.</summary>
    NotConnected,

    /// <summary>The broker took it and threw it away: nobody is subscribed (reason 0x10).</summary>
    NoSubscriber,

    /// <summary>The broker refused it (reason 0x80 and above).</summary>
    Refused,

    /// <summary>The connection went before the answer: it may have arrived or not.</summary>
    Unknown,
}

/// <summary>What became of a publish, and the broker's own reason code (MQTT v5 section 2.4).</summary>
public readonly record struct PublishResult(PublishStatus Status, byte ReasonCode)
{
    public bool IsDelivered => Status == PublishStatus.Delivered;
}

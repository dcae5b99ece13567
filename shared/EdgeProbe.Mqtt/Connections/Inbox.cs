using System.Threading.Channels;

namespace EdgeProbe.Mqtt.Connections;

/// <summary>
/// Messages from the broker to their reader. When the channel is full, what the library has still read goes to an overflow of the same
/// size and reading pauses; when the pause has lasted too long or the overflow is full as well, the newest message is dropped and counted.
/// The link's thread writes, anybody reads.
/// </summary>
internal sealed class Inbox(int capacity)
{
    private readonly Channel<MqttMessage> _channel = Channel.CreateBounded<MqttMessage>(
        new BoundedChannelOptions(capacity) { SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Queue<MqttMessage> _overflow = new();
    private long _dropped;
    private long _oversized;

    public ChannelReader<MqttMessage> Reader => _channel.Reader;

    /// <summary>Messages lost because nobody read.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Messages lost because their payload was above the limit.</summary>
    public long Oversized => Interlocked.Read(ref _oversized);

    /// <summary>There is something in the overflow: do not read more.</summary>
    public bool IsFull => _overflow.Count > 0;

    /// <summary>Set when a pause has lasted too long: what does not fit is dropped until there is room.</summary>
    public bool IsOutOfPatience { get; set; }

    public void Add(MqttMessage message)
    {
        if (_overflow.Count == 0 && _channel.Writer.TryWrite(message)) return;
        if (_overflow.Count < capacity && !IsOutOfPatience) _overflow.Enqueue(message);
        else Interlocked.Increment(ref _dropped);
    }

    public void CountOversized() => Interlocked.Increment(ref _oversized);

    /// <summary>Moves the overflow into the channel as far as there is room.</summary>
    public void Settle()
    {
        while (_overflow.TryPeek(out var oldest) && _channel.Writer.TryWrite(oldest)) _overflow.Dequeue();
        if (_overflow.Count == 0) IsOutOfPatience = false;
    }

    /// <summary>Completes when there is room, or when there never will be.</summary>
    public Task RoomAsync() => _channel.Writer.WaitToWriteAsync().AsTask();

    public void Complete() => _channel.Writer.TryComplete();
}

using System.Runtime.InteropServices;
using EdgeProbe.Mqtt.Native;

namespace EdgeProbe.Mqtt.Connections;

/// <summary>What goes out: at most as many publishes under way as the broker allows, first in, first out.</summary>
internal sealed unsafe partial class Connection
{
    // enum mosq_err_t
    private const int InvalidArgument = 3;
    private const int NotConnected = 4;
    private const int PayloadTooLarge = 9;
    private const int MalformedText = 18;
    private const int QosNotSupported = 24;
    private const int PacketTooLarge = 25;

    private readonly Lock _gate = new();
    private readonly Queue<PendingPublish> _queued = new();
    private readonly Dictionary<int, PendingPublish> _awaiting = [];
    // The library writes a publish's identifier here before it may call back about it, which for QoS 0 is within the call.
    private readonly int* _sendingId = (int*)NativeMemory.AllocZeroed(sizeof(int));
    private PendingPublish? _sending;
    private int _receiveMaximum = ushort.MaxValue;
    private bool _open;

    /// <summary>From any thread. False when this connection takes nothing (any more): nothing was sent.</summary>
    public bool TryEnqueue(PendingPublish publish)
    {
        lock (_gate)
        {
            if (!_open) return false;
            _queued.Enqueue(publish);
        }
        _room.Wake.Signal();
        return true;
    }

    private void Admit()
    {
        lock (_gate) _open = true;
    }

    private void SendQueued()
    {
        while (_end is null && _awaiting.Count < _receiveMaximum && Dequeue() is { } publish)
            if (!publish.TrySend(Now(), Send)) publish.End(PublishStatus.NotConnected);
    }

    private PendingPublish? Dequeue()
    {
        lock (_gate) return _queued.TryDequeue(out var publish) ? publish : null;
    }

    private void Send(PendingPublish publish)
    {
        var message = publish.Message;
        using var properties = PropertyList.OfMessage(message);
        _sending = publish;
        fixed (byte* payload = message.Payload.Span)
        {
            var code = LibMosquitto.Publish(
                _client, _sendingId, message.Topic, message.Payload.Length, payload, message.Qos, message.Retain, properties.Borrowed);
            if (code != 0) Reject(publish, code);
            else if (_sending is not null) _awaiting[*_sendingId] = publish;
        }
        _sending = null;
    }

    // 0x90, 0x95 and 0x9B are what a broker would have said (MQTT v5 section 2.4); the library saved the journey.
    private void Reject(PendingPublish publish, int code)
    {
        switch (code)
        {
            case InvalidArgument or MalformedText: publish.End(PublishStatus.Refused, 0x90); break;
            case PacketTooLarge or PayloadTooLarge: publish.End(PublishStatus.Refused, 0x95); break;
            case QosNotSupported: publish.End(PublishStatus.Refused, 0x9B); break;
            default:
                publish.End(code == NotConnected ? PublishStatus.NotConnected : PublishStatus.Unknown);
                Fail(code);
                break;
        }
    }

    /// <summary>QoS 1: PUBACK; QoS 0: written to the socket. An identifier that nobody waits for (a second PUBACK) is passed over.</summary>
    private void Answered(int id, int reason)
    {
        if (!_awaiting.Remove(id, out var publish))
        {
            if (_sending is null || *_sendingId != id) return;
            (publish, _sending) = (_sending, null);
        }
        publish.End(reason switch
        {
            NoMatchingSubscribers => PublishStatus.NoSubscriber,
            >= FirstError => PublishStatus.Refused,
            _ => PublishStatus.Delivered,
        }, reason);
    }

    /// <summary>Timestamp of the oldest publish without an answer; 0 for none.</summary>
    private long OldestSent()
    {
        var oldest = 0L;
        foreach (var publish in _awaiting.Values)
            if (oldest == 0 || publish.SentAt < oldest) oldest = publish.SentAt;
        return oldest;
    }

    /// <summary>What was handed over may have arrived; what was not, did not.</summary>
    private void Close()
    {
        lock (_gate) _open = false;
        foreach (var publish in _awaiting.Values) publish.End(PublishStatus.Unknown);
        _awaiting.Clear();
        while (Dequeue() is { } publish) publish.End(PublishStatus.NotConnected);
    }
}

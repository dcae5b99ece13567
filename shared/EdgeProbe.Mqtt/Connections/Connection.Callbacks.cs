using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeProbe.Mqtt.Native;

namespace EdgeProbe.Mqtt.Connections;

/// <summary>
/// What the library calls, on the link's thread and inside a call of ours. An exception that escaped would end the process (the callers are C),
/// so each is caught here and ends only this connection.
/// </summary>
internal sealed unsafe partial class Connection
{
    private const int NoMatchingSubscribers = 0x10;
    private const int FirstError = 0x80;

    private readonly HashSet<string> _asked = [];
    private readonly Dictionary<int, string> _unconfirmed = [];
    private TimeSpan _keepAlive;
    private bool _acknowledged;
    private bool _isOnline;

    private void Listen()
    {
        LibMosquitto.OnConnect(_client, &Connected);
        LibMosquitto.OnDisconnect(_client, &Disconnected);
        LibMosquitto.OnPublish(_client, &Published);
        LibMosquitto.OnMessage(_client, &Received);
        LibMosquitto.OnSubscribe(_client, &Subscribed);
        LibMosquitto.OnLog(_client, &Logged);
    }

    private void AskForSubscriptions()
    {
        if (!_acknowledged) return;
        foreach (var (filter, qos) in _room.Subscriptions.All)
        {
            if (!_asked.Add($"{qos} {filter}")) continue;
            var code = LibMosquitto.Subscribe(_client, out var id, filter, qos, 0, 0);
            if (code == InvalidArgument) MqttLog.SubscriptionRefused(_room.Log, filter, 0x8F);
            else if (code != 0) Fail(code);
            else _unconfirmed[id] = filter;
        }
        GoOnlineWhenReady();
    }

    private void GoOnlineWhenReady()
    {
        if (_isOnline || _end is not null || _unconfirmed.Count > 0) return;
        _isOnline = true;
        Admit();
        _online();
    }

    private void Acknowledged(int reason, nint properties)
    {
        if (reason >= FirstError || reason is > 0 and < 6)
        {
            _end ??= LinkProblems.OfConnack(_options, reason);
            return;
        }
        _acknowledged = true;
        _receiveMaximum = Math.Max(1, PropertyList.ReadReceiveMaximum(properties));
        _keepAlive = PropertyList.ReadServerKeepAlive(properties) ?? _options.KeepAlive;
        // The library formats a line for each packet while somebody listens: not again before the end.
        _tls = default;
        LibMosquitto.OnLog(_client, null);
    }

    private void Confirmed(int id, ReadOnlySpan<int> reasons)
    {
        if (!_unconfirmed.Remove(id, out var filter)) return;
        if (reasons.Length > 0 && reasons[0] >= FirstError) MqttLog.SubscriptionRefused(_room.Log, filter, reasons[0]);
    }

    private void Take(MosquittoMessage* message, nint properties)
    {
        if (message->Length > _options.MaxPayload)
        {
            _room.Inbox.CountOversized();
            return;
        }
        _room.Inbox.Add(new MqttMessage
        {
            Topic = Marshal.PtrToStringUTF8((nint)message->Topic) ?? "",
            Payload = message->Bytes.ToArray(),
            Qos = message->Qos,
            Retain = message->Retain != 0,
            ContentType = PropertyList.ReadContentType(properties),
            Expiry = PropertyList.ReadExpiry(properties),
        });
    }

    private void Broke(Exception unexpected)
    {
        _end ??= new LinkEnd(LinkFault.Lost, $"a callback failed: {unexpected.Message}");
        MqttLog.CallbackFailed(_room.Log, unexpected);
    }

    private static Connection Of(nint owner) => (Connection)GCHandle.FromIntPtr(owner).Target!;

#pragma warning disable CA1031 // the edge to C: whatever escaped would end the process

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Connected(nint client, nint owner, int reason, int flags, nint properties)
    {
        var self = Of(owner);
        try { self.Acknowledged(reason, properties); }
        catch (Exception unexpected) { self.Broke(unexpected); }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Disconnected(nint client, nint owner, int code, nint properties)
    {
        var self = Of(owner);
        try { self.Fail(code); }
        catch (Exception unexpected) { self.Broke(unexpected); }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Published(nint client, nint owner, int id, int reason, nint properties)
    {
        var self = Of(owner);
        try { self.Answered(id, reason); }
        catch (Exception unexpected) { self.Broke(unexpected); }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Received(nint client, nint owner, MosquittoMessage* message, nint properties)
    {
        var self = Of(owner);
        try { self.Take(message, properties); }
        catch (Exception unexpected) { self.Broke(unexpected); }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Subscribed(nint client, nint owner, int id, int count, int* reasons, nint properties)
    {
        var self = Of(owner);
        try { self.Confirmed(id, new ReadOnlySpan<int>(reasons, count)); }
        catch (Exception unexpected) { self.Broke(unexpected); }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Logged(nint client, nint owner, int level, byte* line)
    {
        if (level != LibMosquitto.LogError) return;
        var self = Of(owner);
        try { self._tls = self._tls.Or(Marshal.PtrToStringUTF8((nint)line) ?? ""); }
        catch (Exception unexpected) { self.Broke(unexpected); }
    }

#pragma warning restore CA1031
}

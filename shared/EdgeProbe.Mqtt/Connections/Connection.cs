using System.Runtime.InteropServices;
using EdgeProbe.Mqtt.Native;

namespace EdgeProbe.Mqtt.Connections;

/// <summary>
/// One connection: one instance of the library's, made for it and destroyed with it. So nothing that an earlier connection left unacknowledged
/// inside the library can be sent again behind our back (it would resend QoS 1 messages at its own reconnect). Only the link's thread calls in
/// here, but for <see cref="TryEnqueue"/> and <see cref="Abort"/>.
/// </summary>
internal sealed unsafe partial class Connection : IDisposable
{
    private const int ProtocolVersion5 = 5;
    // A PUBLISH packet around the largest payload: topic, identifier and properties.
    private const int PacketOverhead = 1024;

    private readonly LinkRoom _room;
    private readonly MqttLinkOptions _options;
    private readonly Action _online;
    private readonly MosquittoHandle _client;
    private readonly MqttMessage? _will;
    private GCHandle _self;
    private LinkEnd? _end;
    private TlsTrouble _tls;
    private volatile bool _aborted;

    /// <param name="room">Shared by all connections of a link.</param>
    /// <param name="will">For this connection only; null for none.</param>
    /// <param name="online">Called once, on the link's thread, when publishing may begin.</param>
    public Connection(LinkRoom room, MqttMessage? will, Action online)
    {
        (_room, _options, _will, _online) = (room, room.Options, will, online);
        _keepAlive = _options.KeepAlive;
        _self = GCHandle.Alloc(this);
        _client = LibMosquitto.New(_options.ClientId, _options.CleanStart, GCHandle.ToIntPtr(_self));
    }

    /// <summary>
    /// Resolves the name and connects TCP, trying each address in turn. Blocks, at most <see cref="MqttLinkOptions.ConnectTimeout"/> for each
    /// address and as long as the system's resolver takes.
    /// </summary>
    /// <returns>False when it failed; <see cref="Serve"/> then tells why.</returns>
    public bool Open()
    {
        _end = Prepare();
        if (_end is not null) return false;
        using var properties = PropertyList.OfConnect(_options.SessionExpiry, _options.MaxPayload + PacketOverhead);
        using var patience = _room.Clock.CreateTimer(_ => Abort(), null, _options.ConnectTimeout, _options.ConnectTimeout);
        var keepAlive = (int)_options.KeepAlive.TotalSeconds;
        var code = LibMosquitto.Connect(_client, _options.Host, _options.Port, keepAlive, null, properties.Borrowed);
        if (code == 0) return true;
        _end = LinkProblems.OfConnect(_options, code, Marshal.GetLastPInvokeError(), _aborted, _tls);
        return false;
    }

    /// <summary>Gives up the address that <see cref="Open"/> is waiting for. From any thread, at any time.</summary>
    public void Abort()
    {
        _aborted = true;
        try
        {
            var socket = LibMosquitto.Socket(_client);
            if (socket >= 0) LibC.AbortConnecting(socket);
        }
        catch (ObjectDisposedException) { } // over already
    }

    public void Dispose()
    {
        _client.Dispose();
        Close();
        if (_self.IsAllocated) _self.Free();
        NativeMemory.Free(_sendingId);
    }

    private LinkEnd? Prepare()
    {
        if (_client.IsInvalid) return new(LinkFault.BadFile, $"libmosquitto takes no client identifier '{_options.ClientId}': choose another");
        LibMosquitto.SetOption(_client, LibMosquitto.ProtocolVersion, ProtocolVersion5);
        LibMosquitto.SetOption(_client, LibMosquitto.SendMaximum, _options.MaxInFlight);
        LibMosquitto.SetOption(_client, LibMosquitto.TcpNoDelay, 1);
        Listen();
        return UseTls() ?? UseWill();
    }

    private LinkEnd? UseTls()
    {
        if (_options.Tls is not { } files) return null;
        if (files.Unreadable() is { } unreadable) return new(LinkFault.BadFile, unreadable);
        var code = LibMosquitto.SetTls(_client, files.CaFile, null, files.CertificateFile, files.KeyFile, 0);
        return code == 0 ? null : new(LinkFault.BadFile, $"libmosquitto takes none of the TLS files (code {code}): enrol again");
    }

    private LinkEnd? UseWill()
    {
        if (_will is null) return null;
        using var properties = PropertyList.OfWill(_will);
        fixed (byte* payload = _will.Payload.Span)
        {
            var code = LibMosquitto.SetWill(_client, _will.Topic, _will.Payload.Length, payload, _will.Qos, _will.Retain, properties.Borrowed);
            if (code != 0) return new(LinkFault.Rejected, $"libmosquitto takes no will on the topic '{_will.Topic}' (code {code})");
        }
        properties.HandedOver();
        return null;
    }
}

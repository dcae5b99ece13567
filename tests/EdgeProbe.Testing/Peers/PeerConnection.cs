using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace EdgeProbe.Testing.Peers;

/// <summary>One client's connection to an <see cref="MqttPeer"/>. Packet layouts: MQTT v5 chapter 3.</summary>
public sealed class PeerConnection : IAsyncDisposable
{
    private const int Connect = 1, Publish = 3, Subscribe = 8, PingRequest = 12;

    private readonly NetworkStream _stream;
    private readonly PeerBehaviour _behaviour;
    private readonly ConcurrentQueue<string> _published = new();
    private readonly Task _reading;
    private int _publishes;

    internal PeerConnection(Socket socket, PeerBehaviour behaviour)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _behaviour = behaviour;
        _reading = ReadAsync();
    }

    /// <summary>Topics published by the client, oldest first.</summary>
    public IReadOnlyCollection<string> Published => _published;

    /// <summary>The client has closed it, or the peer has.</summary>
    public bool IsOver => _reading.IsCompleted;

    /// <summary>QoS 0, no properties.</summary>
    public Task DeliverAsync(string topic, ReadOnlyMemory<byte> payload)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        var body = new byte[2 + name.Length + 1 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)name.Length);
        name.CopyTo(body, 2);
        payload.CopyTo(body.AsMemory(2 + name.Length + 1));
        return SendAsync(Publish << 4, body);
    }

    public Task AcknowledgeAsync(ushort id, byte reason) => SendAsync(0x40, [(byte)(id >> 8), (byte)id, reason]);

    /// <summary>DISCONNECT with a reason, from server to client.</summary>
    public Task DismissAsync(byte reason) => SendAsync(0xE0, [reason]);

    public Task SendRawAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var header = await ReadByteAsync();
                var body = new byte[await ReadLengthAsync()];
                await _stream.ReadExactlyAsync(body);
                await AnswerAsync(header, body);
            }
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException) { }
    }

    private Task AnswerAsync(byte header, byte[] body) => (header >> 4) switch
    {
        Connect when !_behaviour.IgnoresConnect => SendAsync(0x20, ConnectAnswer()),
        Publish => TakeAsync(header, body),
        Subscribe when !_behaviour.FallsSilent => SendAsync(0x90, [body[0], body[1], 0, 1]),
        PingRequest when !_behaviour.FallsSilent => SendAsync(0xD0, []),
        _ => Task.CompletedTask,
    };

    private byte[] ConnectAnswer()
    {
        var properties = new List<byte>();
        if (_behaviour.ReceiveMaximum is { } receive) properties.AddRange([33, (byte)(receive >> 8), (byte)receive]);
        if (_behaviour.MaximumPacketSize is { } size) properties.AddRange([39, (byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size]);
        return [0, _behaviour.ConnectReason, (byte)properties.Count, .. properties];
    }

    private async Task TakeAsync(byte header, byte[] body)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(body);
        _published.Enqueue(Encoding.UTF8.GetString(body, 2, length));
        if ((header & 0x06) == 0) return;
        var id = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2 + length));
        foreach (var answer in _behaviour.Answers(id, _publishes++)) await AcknowledgeAsync(answer.Id, answer.Reason);
    }

    private async Task SendAsync(byte header, byte[] body)
    {
        var packet = new List<byte> { header };
        var rest = body.Length;
        do
        {
            packet.Add((byte)((rest % 128) | (rest >= 128 ? 0x80 : 0)));
            rest /= 128;
        }
        while (rest > 0);
        packet.AddRange(body);
        await _stream.WriteAsync(packet.ToArray());
    }

    private async Task<byte> ReadByteAsync()
    {
        var one = new byte[1];
        await _stream.ReadExactlyAsync(one);
        return one[0];
    }

    private async Task<int> ReadLengthAsync()
    {
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = await ReadByteAsync();
            length |= (part & 0x7F) << shift;
            if (part < 0x80) return length;
        }
    }
}

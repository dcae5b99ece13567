using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Probers.Dns;

/// <summary>One question under way: its clock, and what came that was not the answer.</summary>
internal sealed class DnsAttempt(IPEndPoint to, DnsQuestion question, DnsOptions options, TimeProvider clock)
{
    private readonly byte[] _query = new byte[DnsQuery.MaxLength];
    private long _started;
    private ushort _invalid;
    private bool _malformed;
    private bool _sent;

    public async Task<Measurement> RunAsync(CancellationToken cancellation)
    {
        DnsQuery.TryWrite(question, options.UdpPayload, _query, out var length);
        using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);

        // Connected, so that the kernel drops what comes from elsewhere and tells us of a port unreachable.
        await socket.ConnectAsync(to, cancellation).ConfigureAwait(false);
        _started = clock.GetTimestamp();
        await socket.SendAsync(_query.AsMemory(0, length), SocketFlags.None, cancellation).ConfigureAwait(false);
        _sent = true;
        var reply = await ReceiveAsync(socket, cancellation).ConfigureAwait(false);
        return reply.Truncated ? await OverTcpAsync(length, cancellation).ConfigureAwait(false) : Of(reply);
    }

    /// <summary>The time is up. A broken answer that came meanwhile says more than silence.</summary>
    public Measurement Unanswered() =>
        Measurement.Failed(_malformed ? Reason.DnsMalformed : Reason.ResolverTimedOut) with { Invalid = _invalid };

    public Measurement Refused(SocketError error) => Measurement.Failed(ReasonOf(error)) with { Invalid = _invalid };

    private Reason ReasonOf(SocketError error) => error switch
    {
        SocketError.AccessDenied => Reason.NoPermission,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressFamilyNotSupported => Reason.NoSocket,
        SocketError.TimedOut => Reason.ResolverTimedOut,
        SocketError.ConnectionReset when _malformed => Reason.DnsMalformed,

        // Before a packet left, no route is our own lack of one; behind it, a router said so.
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.AddressNotAvailable when !_sent => Reason.NoRoute,
        _ => Reason.ResolverUnreachable,
    };

    // Ends: our answer, a socket error, or the token.
    private async Task<DnsReply> ReceiveAsync(Socket socket, CancellationToken cancellation)
    {
        var buffer = new byte[Math.Max(options.UdpPayload, 512)];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellation).ConfigureAwait(false);
            var reading = DnsReply.Read(buffer.AsSpan(0, length), question, out var reply);
            if (reading == DnsReading.Ours) return reply;
            _malformed |= reading == DnsReading.Malformed;
            if (_invalid < ushort.MaxValue) _invalid++;
        }
    }

    // RFC 7766: the same question over a connection, each message behind its length in two octets.
    private async Task<Measurement> OverTcpAsync(int length, CancellationToken cancellation)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(to, cancellation).ConfigureAwait(false);
        byte[] framed = [(byte)(length >> 8), (byte)length, .. _query.AsSpan(0, length)];
        await socket.SendAsync(framed, SocketFlags.None, cancellation).ConfigureAwait(false);
        var message = await DnsStream.ReadAsync(socket, cancellation).ConfigureAwait(false);
        if (message is not null && DnsReply.Read(message, question, out var reply) == DnsReading.Ours) return Of(reply);
        if (_invalid < ushort.MaxValue) _invalid++;
        return Measurement.Failed(Reason.DnsMalformed) with { Invalid = _invalid };
    }

    private Measurement Of(DnsReply reply) => Measurement.Answered(clock.GetElapsedTime(_started)) with
    {
        Reason = reply.Rcode switch
        {
            DnsRcode.NoError => Reason.Answered,
            DnsRcode.NameError => Reason.NameNotFound,
            DnsRcode.Refused => Reason.ResolverRefused,
            _ => Reason.ResolverFailed,
        },
        Code = (ushort)reply.Rcode,
        Invalid = _invalid,
    };
}

using System.Net.Sockets;
using EdgeProbe.Probers.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Icmp;

/// <summary>All echoes of one family over one socket. Thread-safe; lives as long as its prober.</summary>
internal sealed partial class IcmpChannel : IAttemptOwner, IDisposable
{
    // More tests than any probe's local limits allow; what comes above is refused, not forgotten.
    private const int MostSessions = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, IcmpSession> _sessions = [];
    private readonly AnsweredRing _over = new();
    private readonly AttemptTable _attempts;
    private readonly IcmpSocket _socket;
    private readonly ReceiveLoop _loop;
    private readonly TimeProvider _clock;
    private readonly IcmpOptions _options;
    private readonly bool _isV6;
    private readonly ushort _identifier = (ushort)Secrets.Next();

    public IcmpChannel(AddressFamily family, ReceiveLoop loop, TimeProvider clock, IcmpOptions options)
    {
        (_loop, _clock, _options) = (loop, clock, options);
        _isV6 = family == AddressFamily.InterNetworkV6;
        _socket = IcmpSocket.Open(family, options.RawOnly);
        _attempts = new AttemptTable(this, clock, options.Timeout);
        if (_socket.Socket is { } socket) loop.Add(socket, this);
    }

    public string Capability => _socket.Capability;

    public string? Problem => _socket.Problem(_isV6 ? "IPv6" : "IPv4");

    public ValueTask<Measurement> MeasureAsync(uint test, in NativeAddress address, CancellationToken cancellation)
    {
        if (_socket.Socket is not { } socket) return new(Measurement.Failed(_socket.ReasonOfAbsence));
        var session = SessionOf(test, address);
        var attempt = session is null ? null : _attempts.TryBegin(session, cancellation);
        if (attempt is null) return new(Measurement.Failed(Reason.LimitReached));
        // Before sending: once it is sent, the answer may come and the attempt live again.
        var awaited = attempt.Task;
        attempt.Token = Secrets.Next();
        var error = Send(socket, attempt, address);
        if (error == Errno.None || !_attempts.TryTake(attempt)) return awaited;
        attempt.Abandon();
        return new(Measurement.Failed(NetworkReasons.ForSending(error)));
    }

    public Measurement OnTimedOut(Attempt attempt)
    {
        lock (_gate)
        {
            var session = (IcmpSession)attempt.Session!;
            _over.Add((ushort)attempt.Sequence, attempt.Token, session, answered: false);
            return session.Attach(Measurement.Failed(Reason.TimedOut));
        }
    }

    public void OnCancelled(Attempt attempt)
    {
        lock (_gate) _over.Add((ushort)attempt.Sequence, attempt.Token, (IcmpSession)attempt.Session!, answered: false);
    }

    public void Dispose()
    {
        if (_socket.Socket is { } socket)
        {
            _loop.Remove(socket.Handle);
            socket.Dispose();
        }

        _attempts.Dispose();
    }

    private Errno Send(TimedSocket socket, Attempt attempt, in NativeAddress address)
    {
        Span<byte> bytes = stackalloc byte[IcmpEcho.HeaderBytes + _options.PayloadBytes];
        var type = _isV6 ? IcmpEcho.RequestV6 : IcmpEcho.RequestV4;
        new IcmpEcho(type, _identifier, (ushort)attempt.Sequence, attempt.Token).Write(bytes);
        attempt.Sent = Moment.Now(_clock);
        return socket.SendTo(bytes, address);
    }

    private IcmpSession? SessionOf(uint test, in NativeAddress address)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(test, out var session))
            {
                if (_sessions.Count == MostSessions) return null;
                _sessions.Add(test, session = new IcmpSession(address));
            }

            session.Address = address;
            return session;
        }
    }
}

using EdgeProbe.Mqtt.Native;

namespace EdgeProbe.Mqtt.Connections;

/// <summary>The loop over one connection: sleep, read, write, look at the clock.</summary>
internal sealed unsafe partial class Connection
{
    // Polled faster, an idle link would cost; slower, a sign of life would be asked for too late. The library counts in seconds.
    private static readonly TimeSpan ShortestTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(1);
    // enum mosq_err_t
    private const int ConnectionLost = 7;
    // MQTT v5 section 3.14.2.1
    private const int DisconnectNormally = 0;
    private const int DisconnectWithWill = 4;
    // A closed socket may stay readable without progress while TLS is being set up: the library reports that as success.
    private const int MostFutileReads = 3;

    private long _started;
    private long _lastHeard;
    private long _lastKeepAlive;
    private long _pausedAt;
    private bool _paused;
    private Task? _roomInInbox;
    private int _futileReads;

    /// <summary>Serves the connection until it ends. Ends: <paramref name="stopping"/>, the broker's or the line's end, or a deadline.</summary>
    public LinkEnd Serve(Func<bool> stopping)
    {
        _started = _lastHeard = _lastKeepAlive = Now();
        while (_end is null && LibMosquitto.Socket(_client) >= 0)
        {
            if (stopping()) return Leave();
            AskForSubscriptions();
            SendQueued();
            Step();
            CheckDeadlines();
        }
        Fail(ConnectionLost);
        Close();
        return _end!.Value;
    }

    private void Step()
    {
        var reading = MayRead(out var resumed);
        var wanted = (short)((reading ? LibC.Readable | LibC.PeerClosed : 0) | (LibMosquitto.WantsToWrite(_client) ? LibC.Writable : 0));
        var seen = _room.Wake.Wait(LibMosquitto.Socket(_client), wanted, Patience());
        var broken = (seen & (LibC.Failed | LibC.HungUp)) != 0;
        if ((seen & LibC.Readable) != 0) _lastHeard = Now();
        if ((seen & (LibC.Readable | LibC.PeerClosed)) != 0 || broken || resumed) Read(seen);
        if ((seen & LibC.Writable) != 0 && _end is null) Check(LibMosquitto.Write(_client, 1));
    }

    private void Read(short seen)
    {
        var closing = (seen & (LibC.Failed | LibC.HungUp | LibC.PeerClosed)) != 0;
        if (closing) LibMosquitto.OnLog(_client, &Logged);
        Check(LibMosquitto.Read(_client, 1));
        if (closing && !_acknowledged && ++_futileReads > MostFutileReads) Fail(0);
    }

    /// <param name="resumed">Reading was paused until now: TLS may hold bytes that no poll reports.</param>
    private bool MayRead(out bool resumed)
    {
        _room.Inbox.Settle();
        var paused = _room.Inbox.IsFull && !_room.Inbox.IsOutOfPatience;
        resumed = _paused && !paused;
        if (paused && !_paused) _pausedAt = Now();
        _paused = paused;
        if (resumed) _lastHeard = Now();
        if (paused) WakeWhenThereIsRoom();
        return !paused;
    }

    private void WakeWhenThereIsRoom()
    {
        if (_roomInInbox is { IsCompleted: false }) return;
        var wake = _room.Wake;
        _roomInInbox = _room.Inbox.RoomAsync();
        _roomInInbox.ContinueWith(_ => wake.Signal(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private int Patience()
    {
        var tick = _options.KeepAlive / 10;
        tick = tick < ShortestTick ? ShortestTick : tick > LongestTick ? LongestTick : tick;
        if (!_isOnline || _awaiting.Count > 0) tick = ShortestTick;
        if (_paused) tick = Shorter(tick, _options.InboxPatience - Since(_pausedAt));
        return (int)Math.Max(1, Math.Ceiling(tick.TotalMilliseconds));
    }

    private void CheckDeadlines()
    {
        if (_end is not null) return;
        if (!_isOnline && Since(_started) > _options.ConnectTimeout) _end = LinkProblems.Silent(_options);
        else if (!_paused && Since(_lastHeard) > 1.5 * _keepAlive) _end = LinkProblems.Gone(_options);
        else if (OldestSent() is var sent and not 0 && Since(sent) > _options.AnswerTimeout) _end = LinkProblems.Unanswered(_options);
        if (_paused && Since(_pausedAt) >= _options.InboxPatience) RunOutOfPatience();
        if (_end is not null || Since(_lastKeepAlive) < ShortestTick) return;
        _lastKeepAlive = Now();
        Check(LibMosquitto.KeepAlive(_client));
    }

    private void RunOutOfPatience()
    {
        _room.Inbox.IsOutOfPatience = true;
        MqttLog.InboxFull(_room.Log, _room.Inbox.Dropped);
    }

    /// <summary>Says goodbye. With a will, in the way that lets the broker publish it: a planned stop is offline as well.</summary>
    private LinkEnd Leave()
    {
        if (_acknowledged)
        {
            _end = LinkEnd.Asked;
            _ = LibMosquitto.Disconnect(_client, _will is not null ? DisconnectWithWill : DisconnectNormally, 0);
            var began = Now();
            while (LibMosquitto.Socket(_client) >= 0 && LibMosquitto.WantsToWrite(_client) && Since(began) < LeaveTimeout)
            {
                _room.Wake.Wait(LibMosquitto.Socket(_client), LibC.Writable, (int)LeaveTimeout.TotalMilliseconds / 10);
                if (LibMosquitto.Write(_client, 1) != 0) break;
            }
        }
        Close();
        return LinkEnd.Asked;
    }

    private void Check(int code)
    {
        if (code != 0) Fail(code);
    }

    /// <summary>The first reason counts; what follows is its consequence.</summary>
    private void Fail(int code)
    {
        if (_end is not null) return;
        if (_tls.Kind == TlsTroubleKind.NotTrusted && LibSsl.WhyNotTrusted(LibMosquitto.Tls(_client)) is { } why) _tls = _tls with { Detail = why };
        _end = _acknowledged ? LinkProblems.OfLoss(_options, code) with { WasDismissed = _options.Tls is not null && code == ConnectionLost && !_tls.Seen }
            : _tls.Seen ? LinkProblems.OfTls(_options, _tls)
            : LinkProblems.ClosedEarly(_options);
    }

    private long Now() => _room.Clock.GetTimestamp();

    private TimeSpan Since(long timestamp) => _room.Clock.GetElapsedTime(timestamp);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

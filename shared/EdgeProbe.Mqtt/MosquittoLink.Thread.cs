using EdgeProbe.Mqtt.Connections;

namespace EdgeProbe.Mqtt;

/// <summary>The thread: one connection after the other, with a pause between them.</summary>
public sealed partial class MosquittoLink
{
    // A connection that lasted less says nothing about the next: the delays go on growing.
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(30);

    // Dismissed once is a broker's stop, or a takeover by our own successor; so often in a row, without a failed attempt between, a rival.
    private const int RivalSuspected = 3;

    private volatile Connection? _connecting;
    private int _dismissals;
    private long _onlineAt;

    private void Run()
    {
        // Ends: dispose.
        while (!_stopping)
        {
            var end = SuspectRival(TryOnce());
            if (!_stopping) PauseAfter(end);
        }
        Finish();
    }

    private LinkEnd TryOnce()
    {
        _onlineAt = 0;
        SetState(LinkStatus.Connecting, State.Problem, State.Fault);
        try
        {
            using var connection = new Connection(_room, _will(), Online);
            _connecting = connection;
            return connection.Open() && _stopping ? LinkEnd.Asked : connection.Serve(() => _stopping);
        }
#pragma warning disable CA1031 // the edge of the loop: a failing will factory or a full process must not end the link for good
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            MqttLog.Broke(_room.Log, unexpected);
            return new LinkEnd(LinkFault.Lost, $"the connection failed unexpectedly: {unexpected.Message}");
        }
        finally
        {
            _connection = null;
            _connecting = null;
        }
    }

    private LinkEnd SuspectRival(LinkEnd end)
    {
        _dismissals = end.WasDismissed ? _dismissals + 1 : 0;
        return _dismissals < RivalSuspected ? end : LinkProblems.Dismissed(_room.Options);
    }

    private void Online()
    {
        _connection = _connecting;
        _onlineAt = _room.Clock.GetTimestamp();
        MqttLog.Connected(_room.Log, _room.Options.Host, _room.Options.Port);
        SetState(LinkStatus.Online, null, LinkFault.None);
    }

    private void PauseAfter(LinkEnd end)
    {
        if (_onlineAt != 0 && _room.Clock.GetElapsedTime(_onlineAt) > Stable) _delay.Succeeded();
        var delay = end.Fault == LinkFault.TakenOver ? _delay.NextSlow() : _delay.Next();
        MqttLog.Offline(_room.Log, end.Sentence, delay.TotalSeconds);
        SetState(LinkStatus.Offline, end.Sentence, end.Fault);
        var over = false;
        using var timer = _room.Clock.CreateTimer(
            _ =>
            {
                Volatile.Write(ref over, true);
                _room.Wake.Signal();
            },
            null, delay, Timeout.InfiniteTimeSpan);
        while (!Volatile.Read(ref over) && !_stopping) _room.Wake.Wait();
    }

    private void SetState(LinkStatus status, string? problem, LinkFault fault)
    {
        var state = new LinkState(status, _room.Clock.GetUtcNow(), problem, fault);
        lock (_stateGate) _state = state;
        _feed.Post(state);
    }

    private void Finish()
    {
        _room.Inbox.Complete();
        SetState(LinkStatus.Offline, null, LinkFault.None);
        _ended.TrySetResult();
    }
}

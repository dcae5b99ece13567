using System.Threading.Channels;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Contract;
using EdgeProbe.Mqtt;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Uplink;

/// <summary>
/// Carries the spool to the collector. Only the collector's acknowledgement frees a sample: a broker's PUBACK says nothing of storage.
/// One loop publishes, one reads; both live from <see cref="RunAsync"/> until it is cancelled. README.md of this room tells the rules.
/// </summary>
internal sealed partial class SampleUplink(
    IMqttLink link, ISpool spool, EventQueue<ProbeEvent> events, Sessions sessions, Announcement announcement, UplinkOptions options,
    TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Collectors _collectors = new();
    private readonly List<(SpoolFrame Frame, long SentAt)> _underWay = [];
    private long _pausedUntil = long.MinValue;
    private uint? _announcedRevision;
    private long _published;
    private long _resent;
    private int _underWayCount;
    private bool _saidOffline;
    private volatile bool _linkChanged;

    public UplinkCounters Counters => new()
    {
        Link = link.State,
        CollectorsOnline = _collectors.Online,
        UnderWay = Volatile.Read(ref _underWayCount),
        Published = Interlocked.Read(ref _published),
        Stored = Interlocked.Read(ref _stored),
        Resent = Interlocked.Read(ref _resent),
        Malformed = Interlocked.Read(ref _malformed),
        LastAck = _lastAck,
    };

    /// <summary>Something new is in the spool or among the events.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>What the birth says has changed.</summary>
    public void AnnounceAgain()
    {
        _rebirthWanted = true;
        Wake();
    }

    /// <summary>Ends: when it is cancelled. Then the probe is said to be offline on purpose, if the link is up.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        link.StateChanged += OnLink;
        link.Subscribe(Topics.Ack(options.Probe), 0);
        link.Subscribe(Topics.Rebirth(options.Probe), 1);
        link.Subscribe(Topics.AllCollectorStates, 1);
        link.Start();
        var reading = ReadAsync(stopping);
        // Without news, overdue batches are looked for once a second. A timer that wakes costs less than a wait that ends by an exception.
        var rounds = clock.CreateTimer(_ => Wake(), null, Round, Round);
        await using var roundsEnd = rounds.ConfigureAwait(false);
        try
        {
            // Ends: asked to stop.
            while (!stopping.IsCancellationRequested)
            {
                await PublishDueAsync(stopping).ConfigureAwait(false);
                await _wake.Reader.ReadAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            link.StateChanged -= OnLink;
            await reading.ConfigureAwait(false);
        }

        await SayGoodbyeAsync().ConfigureAwait(false);
    }

    private void OnLink(LinkState state)
    {
        if (state.Status == LinkStatus.Online)
        {
            UplinkLog.Online(log);
            _saidOffline = false;
        }
        else
        {
            _collectors.Forget();
            if (state.Problem is { } problem && !_saidOffline) UplinkLog.Offline(log, problem);
            // Once an outage: the link itself tells of each attempt.
            _saidOffline |= state.Problem is not null;
        }

        _linkChanged = true;
        Wake();
    }

    private async Task PublishDueAsync(CancellationToken stopping)
    {
        if (_linkChanged) Reconnected();
        if (link.State.Status != LinkStatus.Online || IsPaused) return;
        if (!await AnnounceAsync(stopping).ConfigureAwait(false)) return;
        if (!await SendEventsAsync(stopping).ConfigureAwait(false)) return;
        TakeBackOverdue();
        // Ends: the window is full, the spool has nothing to lend, or a publish fails.
        while (_collectors.AnyOnline && !IsPaused && NextFrame() is { } frame)
        {
            if (!await SendAsync(frame, stopping).ConfigureAwait(false)) return;
        }
    }

    // What was under way on the old connection may be stored or not: it is sent again, and the collector tells copies by their numbers.
    private void Reconnected()
    {
        _linkChanged = false;
        _announcedRevision = null;
        foreach (var (frame, _) in _underWay) spool.Release(frame);
        _underWay.Clear();
        _underWayCount = 0;
    }

    private async ValueTask<bool> AnnounceAsync(CancellationToken stopping)
    {
        var revision = announcement.Revision();
        if (_rebirthWanted) _announcedRevision = null;
        if (_announcedRevision == revision) return true;
        _rebirthWanted = false;
        var birth = new MqttMessage
        {
            Topic = Topics.Birth(options.Probe),
            Payload = BirthCodec.Encode(announcement.BirthOf(sessions.Current)),
            Qos = 1,
            Retain = true,
            ContentType = ContentTypes.Protobuf,
        };
        if (!await PublishAsync(birth, needsSubscriber: false, stopping).ConfigureAwait(false)) return false;
        var online = sessions.State(new ProbeState(true, sessions.Current));
        if (!await PublishAsync(online, needsSubscriber: false, stopping).ConfigureAwait(false)) return false;
        _announcedRevision = revision;
        return true;
    }

    private async ValueTask<bool> SendEventsAsync(CancellationToken stopping)
    {
        while (_collectors.AnyOnline && events.TryPeek(out var happened))
        {
            var message = new MqttMessage
            {
                Topic = Topics.Events(options.Probe),
                Payload = EventCodec.Encode(happened! with { StoreEpoch = spool.StoreEpoch, Session = sessions.Current }),
                Qos = 1,
                ContentType = ContentTypes.Protobuf,
            };
            if (!await PublishAsync(message, needsSubscriber: true, stopping).ConfigureAwait(false)) return false;
            events.Remove(happened);
        }

        return true;
    }

    private SpoolFrame? NextFrame()
    {
        if (_underWay.Count >= options.Window) return null;
        if (spool.TakeFresh(options.LiveLimit) is { } fresh) return fresh;
        return _underWay.Count < options.Window - options.LivePlaces ? spool.TakeOldest() : null;
    }

    private async ValueTask<bool> SendAsync(SpoolFrame frame, CancellationToken stopping)
    {
        var delivered = false;
        try
        {
            if (await spool.ReadAsync(frame, stopping).ConfigureAwait(false) is not { } batch) return true;
            var payload = PayloadEncoder.Choose(BatchTail.Complete(batch, frame, announcement.Revision(), IsReplay(frame)));
            var message = new MqttMessage { Topic = Topics.Samples(options.Probe), Payload = payload.Bytes, Qos = 1, ContentType = payload.ContentType };
            // Counted as under way before the broker has answered: the collector's ack may overtake the PUBACK.
            delivered = await PublishAsync(message, needsSubscriber: true, stopping).ConfigureAwait(false);
        }
        finally
        {
            if (!delivered) spool.Release(frame);
        }

        if (!delivered) return false;
        Interlocked.Add(ref _published, frame.Count);
        if (frame.TimesTaken > 1) Interlocked.Increment(ref _resent);
        if (frame.IsLent) _underWay.Add((frame, clock.GetTimestamp()));
        _underWayCount = _underWay.Count;
        return true;
    }

    private async ValueTask<bool> PublishAsync(MqttMessage message, bool needsSubscriber, CancellationToken stopping)
    {
        var result = await link.PublishAsync(message, stopping).ConfigureAwait(false);
        switch (result.Status)
        {
            case PublishStatus.Delivered:
            case PublishStatus.NoSubscriber when !needsSubscriber:
                return true;
            case PublishStatus.NoSubscriber:
                Pause(options.PauseWhenUnheard);
                return false;
            case PublishStatus.Refused:
                UplinkLog.Refused(log, message.Topic, result.ReasonCode);
                Pause(options.PauseWhenRefused);
                return false;
            default:
                return false;
        }
    }

    private void TakeBackOverdue()
    {
        _underWay.RemoveAll(sent =>
        {
            if (!sent.Frame.IsLent) return true;
            if (clock.GetElapsedTime(sent.SentAt) < options.AckTimeout) return false;
            spool.Release(sent.Frame);
            return true;
        });
        _underWayCount = _underWay.Count;
    }

    private bool IsReplay(SpoolFrame frame) =>
        frame.TimesTaken > 1 || frame.AppendedAt is not { } at || clock.GetElapsedTime(at) > options.LiveLimit;

    private bool IsPaused => clock.GetTimestamp() < _pausedUntil;

    private void Pause(TimeSpan time) => _pausedUntil = clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);

    private async Task SayGoodbyeAsync()
    {
        if (link.State.Status != LinkStatus.Online) return;
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(2), clock);
        try
        {
            await link.PublishAsync(sessions.State(new ProbeState(false, sessions.Current, ProbeState.Stopped)), enough.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The broker does not answer; its will says the same half a minute later.
        }
    }
}

using EdgeProbe.Agent.Spool;
using EdgeProbe.Agent.Uplink;
using EdgeProbe.Contract;
using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Uplink;

public sealed class SampleUplinkTests : IAsyncLifetime
{
    private const ulong Epoch = 0xE90C;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeLink _link = new();
    private readonly EventQueue<ProbeEvent> _events = new(4);
    private readonly RamSpool _spool;
    private readonly SampleUplink _uplink;
    private readonly ProbeId _probe;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private uint _revision = 1;

    public SampleUplinkTests()
    {
        Assert.True(ProbeId.TryCreate("t", "p", out _probe));
        _spool = new RamSpool(Epoch, 1 << 20, static (batch, into) => SampleCodec.Write(batch, into), _clock);
        var sessions = new Sessions(_probe, null, _clock);
        sessions.NextWill();
        var announcement = new Announcement(
            () => _revision, session => new Birth { AgentVersion = "1", StoreEpoch = Epoch, Session = session, ConfigRevision = _revision });
        _uplink = new SampleUplink(_link, _spool, _events, sessions, announcement, new UplinkOptions { Probe = _probe }, _clock, NullLogger.Instance);
    }

    public Task InitializeAsync()
    {
        _running = Task.Run(() => _uplink.RunAsync(_stopping.Token));
        return Eventually.TrueAsync(() => _link.Subscribed.Count == 3, "the uplink has subscribed");
    }

    public async Task DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_connection_begins_with_the_birth_and_the_state()
    {
        _link.Go(LinkStatus.Online);
        await PublishedAsync(Topics.State(_probe), 1);
        Assert.Equal([Topics.Birth(_probe), Topics.State(_probe)], _link.Published.Select(m => m.Topic));
        Assert.All(_link.Published, m => Assert.True(m.Retain));
    }

    [Fact]
    public async Task Without_a_collector_samples_stay_where_they_are()
    {
        _link.Go(LinkStatus.Online);
        Append(1);
        await PublishedAsync(Topics.State(_probe), 1);
        await RoundsAsync(3);
        Assert.Empty(_link.On(Topics.Samples(_probe)));
        CollectorIs(online: true);
        await PublishedAsync(Topics.Samples(_probe), 1);
    }

    [Fact]
    public async Task A_collector_that_goes_is_sent_nothing_more()
    {
        await OnlineAsync();
        CollectorIs(online: false);
        await Eventually.TrueAsync(() => _uplink.Counters.CollectorsOnline == 0, "the collector is known to be gone");
        Append(1);
        await RoundsAsync(3);
        Assert.Empty(_link.On(Topics.Samples(_probe)));
    }

    [Fact]
    public async Task Only_the_collectors_acknowledgement_frees_a_sample()
    {
        await OnlineAsync();
        Append(3);
        await PublishedAsync(Topics.Samples(_probe), 1);
        Assert.Equal(3, _spool.Counters.Depth);
        Ack(3);
        await Eventually.TrueAsync(() => _spool.Counters.Depth == 0, "the spool is empty");
        Assert.Equal(3, _uplink.Counters.Stored);
    }

    [Fact]
    public async Task Ranges_above_the_acknowledged_number_are_freed_too()
    {
        await OnlineAsync();
        Append(2);
        Append(2);
        await PublishedAsync(Topics.Samples(_probe), 2);
        _link.Receive(Topics.Ack(_probe), AckCodec.Encode(new Ack { StoreEpoch = Epoch, UpTo = 0, Ranges = [new SequenceRange(2, 4)] }));
        await Eventually.TrueAsync(() => _spool.Counters.Depth == 2, "the second batch is freed");

        // The first batch is still owed, and frees itself as any other.
        Assert.Equal((2L, 0L), (_uplink.Counters.Stored, _uplink.Counters.Malformed));
        Ack(2);
        await Eventually.TrueAsync(() => _spool.Counters.Depth == 0, "the first batch is freed");
        Assert.Equal(4, _uplink.Counters.Stored);
    }

    [Fact]
    public async Task The_acknowledgement_of_another_epoch_frees_nothing()
    {
        await OnlineAsync();
        Append(1);
        await PublishedAsync(Topics.Samples(_probe), 1);
        _link.Receive(Topics.Ack(_probe), AckCodec.Encode(new Ack { StoreEpoch = Epoch + 1, UpTo = 9 }));
        await Eventually.TrueAsync(() => _uplink.Counters.LastAck is not null, "the acknowledgement was read");
        Assert.Equal(1, _spool.Counters.Depth);
    }

    [Fact]
    public async Task What_is_not_acknowledged_in_time_is_sent_again_as_a_replay()
    {
        await OnlineAsync();
        Append(1);
        await PublishedAsync(Topics.Samples(_probe), 1);
        _clock.Advance(TimeSpan.FromSeconds(29));
        await RoundsAsync(2);
        await PublishedAsync(Topics.Samples(_probe), 2);
        var (first, second) = (_link.On(Topics.Samples(_probe))[0].Payload, _link.On(Topics.Samples(_probe))[1].Payload);
        Assert.Equal([.. first.ToArray(), 0x50, 0x01], second.ToArray()); // field 10, flags = replay
        Assert.Equal(1, _uplink.Counters.Resent);
    }

    [Fact]
    public async Task What_was_under_way_when_the_link_broke_is_sent_again()
    {
        await OnlineAsync();
        Append(1);
        await PublishedAsync(Topics.Samples(_probe), 1);
        _link.Go(LinkStatus.Offline);
        await Eventually.TrueAsync(() => _uplink.Counters.CollectorsOnline == 0, "the link is known to be gone");
        await OnlineAsync();
        await PublishedAsync(Topics.Samples(_probe), 2);
        Assert.Equal(2, _link.On(Topics.Birth(_probe)).Count);
    }

    [Theory]
    [InlineData(PublishStatus.NoSubscriber, 0x10, 5)]
    [InlineData(PublishStatus.Refused, 0x87, 30)]
    public async Task What_the_broker_did_not_deliver_is_not_under_way_and_is_tried_again_later(PublishStatus status, byte code, int seconds)
    {
        await OnlineAsync();
        _link.Answer = new PublishResult(status, code);
        Append(1);
        await PublishedAsync(Topics.Samples(_probe), 1);
        Assert.Equal((0L, 0), (_uplink.Counters.Published, _uplink.Counters.UnderWay));
        _link.Answer = new PublishResult(PublishStatus.Delivered, 0);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await PublishedAsync(Topics.Samples(_probe), 2);
        await Eventually.TrueAsync(() => _uplink.Counters.UnderWay == 1, "the batch is under way");
    }

    [Fact]
    public async Task No_more_batches_are_under_way_than_the_window_holds_and_the_present_keeps_its_places()
    {
        for (var i = 0; i < 20; i++) Append(1);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await OnlineAsync();
        await PublishedAsync(Topics.Samples(_probe), 6);
        await RoundsAsync(3);
        Assert.Equal(6, _link.On(Topics.Samples(_probe)).Count);
        Append(1);
        await PublishedAsync(Topics.Samples(_probe), 7);
        Ack(3);
        await PublishedAsync(Topics.Samples(_probe), 9);
    }

    [Fact]
    public async Task A_new_test_brings_a_new_birth_and_older_batches_speak_of_it()
    {
        await OnlineAsync();
        _spool.Append([Spool.Encoded.Sample(1)], 1, default);
        _revision = 2;
        _uplink.Wake();
        await PublishedAsync(Topics.Birth(_probe), 2);
        await PublishedAsync(Topics.Samples(_probe), 1);
        Assert.Equal([0x28, 0x02], _link.On(Topics.Samples(_probe))[0].Payload.ToArray()[^2..]); // field 5, config_rev
    }

    [Fact]
    public async Task A_rebirth_is_given_when_asked_for()
    {
        await OnlineAsync();
        _link.Receive(Topics.Rebirth(_probe), []);
        await PublishedAsync(Topics.Birth(_probe), 2);
        var births = _link.On(Topics.Birth(_probe));
        Assert.Equal(births[0].Payload.ToArray(), births[1].Payload.ToArray());
        Assert.True(births[1].Retain);
    }

    [Fact]
    public async Task Events_go_before_samples()
    {
        _events.Add(new ProbeEvent { StoreEpoch = 0, Session = 0, Time = _clock.GetUtcNow(), Name = "target/down" });
        Append(1);
        await OnlineAsync();
        await PublishedAsync(Topics.Samples(_probe), 1);
        Assert.Equal([Topics.Events(_probe), Topics.Samples(_probe)], _link.Published.Select(m => m.Topic).Skip(2));
        Assert.False(_events.TryPeek(out _));
    }

    [Fact]
    public void Too_many_events_cost_the_oldest_and_are_counted()
    {
        for (var i = 0; i < 6; i++) _events.Add(new ProbeEvent { StoreEpoch = 0, Session = 0, Time = _clock.GetUtcNow(), Name = $"{i}" });
        Assert.True(_events.TryPeek(out var oldest));
        Assert.Equal(("2", 2L), (oldest!.Name, _events.Dropped));
    }

    [Fact]
    public async Task Malformed_messages_are_counted_and_change_nothing()
    {
        await OnlineAsync();
        Append(1);
        await PublishedAsync(Topics.Samples(_probe), 1);
        _link.Receive(Topics.Ack(_probe), [0xFF, 0xFF]);
        _link.Receive("ep/v1/t/p/other", []);
        await Eventually.TrueAsync(() => _uplink.Counters.Malformed == 2, "both are counted");
        Assert.Equal((1, 0L, (DateTimeOffset?)null), (_spool.Counters.Depth, _uplink.Counters.Stored, _uplink.Counters.LastAck));
    }

    [Fact]
    public async Task A_stop_says_goodbye()
    {
        await OnlineAsync();
        await _stopping.CancelAsync();
        await _running;
        Assert.True(StateCodec.TryRead(_link.On(Topics.State(_probe))[^1].Payload.Span, out var state));
        Assert.Equal((false, ProbeState.Stopped), (state!.Online, state.Reason));
    }

    [Fact]
    public void Sessions_grow_with_every_connection_through_restarts()
    {
        using var directory = new TemporaryDirectory();
        var first = new Sessions(_probe, directory.Path, _clock);
        first.NextWill();
        first.NextWill();
        var again = new Sessions(_probe, directory.Path, new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        again.NextWill();
        Assert.Equal(first.Current + 1, again.Current);
    }

    private async Task OnlineAsync()
    {
        var births = _link.On(Topics.State(_probe)).Count;
        _link.Go(LinkStatus.Online);
        await PublishedAsync(Topics.State(_probe), births + 1);
        CollectorIs(online: true);
        await Eventually.TrueAsync(() => _uplink.Counters.CollectorsOnline == 1, "the collector is known");
    }

    private void CollectorIs(bool online) =>
        _link.Receive(Topics.CollectorState("c1"), online ? StateCodec.Encode(new ProbeState(true, 1)) : []);

    private void Ack(ulong upTo) => _link.Receive(Topics.Ack(_probe), AckCodec.Encode(new Ack { StoreEpoch = Epoch, UpTo = upTo }));

    private void Append(int samples)
    {
        _spool.Append(Spool.Encoded.Samples(samples), 1, default);
        _uplink.Wake();
    }

    private Task PublishedAsync(string topic, int count) =>
        Eventually.TrueAsync(() => _link.On(topic).Count >= count, () => $"{count} messages on {topic}; there are {_link.On(topic).Count}");

    /// <summary>Lets the uplink look around that often.</summary>
    private async Task RoundsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}

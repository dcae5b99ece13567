using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Peers;

namespace EdgeProbe.Shared.Tests.Mqtt;

public sealed class WillTests : LinkTest
{
    private const string StateTopic = "ep/v1/acme/one/state";

    [Fact]
    public async Task A_planned_stop_publishes_the_will()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var collector = Start(Tls(broker, "collector"), null, StateTopic);
        var probe = Start(Tls(broker, "acme/one"), () => Message(StateTopic, "offline"));
        await Online(collector);
        await Online(probe);
        await probe.DisposeAsync();
        Assert.Equal("offline", Text(await Next(collector)));
    }

    // For the broker a client that was killed and a line that was cut are one: the connection ends without DISCONNECT.
    [Fact]
    public async Task A_cut_connection_publishes_the_will_of_its_own_session()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        await using var line = new TcpRelay(broker.Port);
        var collector = Start(Tls(broker, "collector"), null, StateTopic);
        await Online(collector);
        var session = 0;
        var probe = Start(Tls(broker, "acme/one") with { Port = line.Port }, () => Message(StateTopic, $"offline {Interlocked.Increment(ref session)}") with { Retain = true });
        for (var expected = 1; expected <= 3; expected++)
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref session) >= expected && probe.State.Status == LinkStatus.Online, "the probe is online");
            var cut = Volatile.Read(ref session);
            line.Cut();
            var will = await Next(collector);
            Assert.Equal($"offline {cut}", Text(will));
            Assert.Equal(StateTopic, will.Topic);
            expected = cut;
        }
    }

    // M6: the broker ends a silent connection after 1.5 x keepalive, and only then knows.
    [Fact]
    public async Task A_line_that_goes_dead_is_noticed_at_both_ends()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        await using var line = new TcpRelay(broker.Port);
        var collector = Start(Tls(broker, "collector"), null, StateTopic);
        await Online(collector);
        var probe = Start(
            Tls(broker, "acme/one") with { Port = line.Port, KeepAlive = TimeSpan.FromSeconds(5), InboxPatience = TimeSpan.FromSeconds(1) },
            () => Message(StateTopic, "offline"));
        await Online(probe);
        line.IsDead = true;
        var sent = probe.PublishAsync(Message("ep/v1/acme/one/s", "lost"), default).AsTask();
        var state = await Failed(probe);
        Assert.Equal(LinkFault.Lost, state.Fault);
        Assert.Contains("has been silent for longer than 1.5 x 5 s", state.Problem, StringComparison.Ordinal);
        Assert.Equal(PublishStatus.Unknown, (await sent).Status);
        Assert.Equal("offline", Text(await Next(collector)));
    }

    [Fact]
    public async Task A_delayed_will_is_not_published_when_the_probe_is_back_in_time()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var collector = Start(Tls(broker, "collector"), null, StateTopic);
        await Online(collector);
        var delayed = Message(StateTopic, "offline") with { WillDelay = TimeSpan.FromSeconds(30) };
        var first = Start(Tls(broker, "acme/one"), () => delayed);
        await Online(first);
        await first.DisposeAsync();
        var second = Start(Tls(broker, "acme/one"), () => delayed);
        await Online(second);
        await second.PublishAsync(Message(StateTopic, "online"), default);
        Assert.Equal("online", Text(await Next(collector)));
    }
}

using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;

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

    [Fact]
    public async Task Each_connections_will_carries_its_own_session_number()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var collector = Start(Tls(broker, "collector"), null, StateTopic);
        await Online(collector);
        var session = 0;
        var shared = Ca.Client("acme/one");
        var probe = Start(
            Tls(broker, "acme/one", shared) with { ReconnectCap = TimeSpan.FromMilliseconds(200) }, () => Message(StateTopic, $"{++session}") with { Retain = true });
        await Online(probe);
        // The broker ends the first connection for a second client of the same name; it publishes the first one's will.
        await using (var thief = new MosquittoLink(
            Tls(broker, "acme/one", shared), null, Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance))
        {
            thief.Start();
            Assert.Equal("1", Text(await Next(collector)));
        }
        await Eventually.TrueAsync(() => Volatile.Read(ref session) > 1 && probe.State.Status == LinkStatus.Online, "the probe is back");
        await probe.DisposeAsync();
        var last = 1;
        await Eventually.TrueAsync(() => { while (collector.Messages.TryRead(out var will)) last = int.Parse(Text(will)); return last == session; }, "the last will");
        Assert.True(last > 1);
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

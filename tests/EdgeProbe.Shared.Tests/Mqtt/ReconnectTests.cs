using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Processes;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Shared.Tests.Mqtt;

public sealed class ReconnectTests : LinkTest
{
    [Fact]
    public async Task A_broker_that_comes_later_is_found()
    {
        await using var broker = MosquittoBroker.NotStarted(Ca);
        var link = Start(Tls(broker, "acme/one"));
        await Failed(link);
        await broker.StartAsync();
        await Online(link);
        Assert.Null(link.State.Problem);
    }

    [Fact]
    public async Task After_a_kill_the_link_comes_back_and_subscribes_again()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var collector = Start(Tls(broker, "collector"), null, "ep/v1/+/+/s");
        await Online(collector);
        await broker.KillAsync();
        await Offline(collector);
        await broker.StartAsync();
        await Online(collector);
        var probe = Start(Tls(broker, "acme/one"));
        await Online(probe);
        Assert.True((await probe.PublishAsync(Message("ep/v1/acme/one/s", "again"), default)).IsDelivered);
        Assert.Equal("again", Text(await Next(collector)));
    }

    [Fact]
    public async Task A_filter_asked_for_while_online_is_subscribed_at_once()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var collector = Start(Tls(broker, "collector"));
        var probe = Start(Tls(broker, "acme/one"));
        await Online(collector);
        await Online(probe);
        collector.Subscribe("ep/v1/+/+/e", 1);
        await Eventually.TrueAsync(
            async () => (await probe.PublishAsync(Message("ep/v1/acme/one/e", "event"), default)).IsDelivered, "the broker knows the filter");
        Assert.Equal("event", Text(await Next(collector)));
    }

    [Fact]
    public async Task States_are_told_in_order()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var seen = new List<LinkStatus>();
        var link = new MosquittoLink(Tls(broker, "acme/one"), null, Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        link.StateChanged += state => { lock (seen) seen.Add(state.Status); };
        link.Start();
        await Online(link);
        await link.DisposeAsync();
        LinkStatus[] expected = [LinkStatus.Connecting, LinkStatus.Online, LinkStatus.Offline];
        await Eventually.TrueAsync(() => { lock (seen) return seen.SequenceEqual(expected); }, "the three states");
    }

    // M9: two boxes with one certificate. Debian's mosquitto 2.0.11 closes the older connection without saying 0x8E.
    [Fact]
    public async Task Two_clients_with_one_certificate_notice_it_and_the_war_ends()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var options = Tls(broker, "acme/one", Ca.Client("acme/one")) with { ReconnectCap = TimeSpan.FromMinutes(5) };
        MosquittoLink[] rivals = [Start(options), Start(options)];
        await Eventually.TrueAsync(() => rivals.Any(link => link.State.Fault == LinkFault.TakenOver), () => $"a rival is suspected; {rivals[0].State} {rivals[1].State}");
        var loser = rivals.First(link => link.State.Fault == LinkFault.TakenOver);
        var winner = rivals.First(link => link != loser);
        Assert.Contains("a copied certificate or a second agent", loser.State.Problem, StringComparison.Ordinal);
        await Online(winner);
        Assert.Equal(LinkStatus.Offline, loser.State.Status);
    }

    [Fact]
    public async Task Attempts_follow_the_links_clock()
    {
        var clock = new FakeTimeProvider();
        Clock = clock;
        var link = Start(Quick(FreePort.Tcp()) with { ReconnectBase = TimeSpan.FromSeconds(60), ReconnectCap = TimeSpan.FromMinutes(5) });
        var attempts = 0;
        link.StateChanged += state => { if (state.Status == LinkStatus.Connecting) Interlocked.Increment(ref attempts); };
        await Failed(link);
        var before = Volatile.Read(ref attempts);
        clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(() => Volatile.Read(ref attempts) > before, "another attempt after the longest delay");
    }
}

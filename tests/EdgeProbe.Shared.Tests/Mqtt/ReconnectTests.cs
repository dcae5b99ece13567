using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Peers;
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

    // The collector's way: what is published while it restarts waits for it, under its own client identifier.
    [Fact]
    public async Task A_session_that_is_kept_brings_what_came_in_the_meantime()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var kept = Tls(broker, "collector") with { CleanStart = false, SessionExpiry = TimeSpan.FromHours(1) };
        var first = Start(kept, null, "ep/v1/+/+/s");
        await Online(first);
        await first.DisposeAsync();
        var probe = Start(Tls(broker, "acme/one"));
        await Online(probe);
        Assert.True((await probe.PublishAsync(Message("ep/v1/acme/one/s", "while you were away"), default)).IsDelivered);
        var second = Start(kept, null, "ep/v1/+/+/s");
        Assert.Equal("while you were away", Text(await Next(second)));
    }

    [Fact]
    public async Task All_addresses_of_the_brokers_name_are_tried()
    {
        // localhost is ::1 as well, where this broker does not listen.
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        await Online(Start(Tls(broker, "acme/one") with { Host = "localhost" }));
    }

    // M11, shortened: a line that comes and goes.
    [Fact]
    public async Task A_flapping_line_loses_no_answer()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        await using var line = new TcpRelay(broker.Port);
        var collector = Start(Tls(broker, "collector"), null, "ep/v1/+/+/s");
        var probe = Start(Tls(broker, "acme/one") with { Port = line.Port });
        await Online(collector);
        var delivered = new HashSet<string>();
        for (var n = 0; n < 60; n++)
        {
            if (n % 10 == 5) line.Cut();
            await Eventually.TrueAsync(async () => (await probe.PublishAsync(Message("ep/v1/acme/one/s", $"{n}"), default)).IsDelivered, "delivery in the end");
            delivered.Add($"{n}");
        }
        var received = new HashSet<string>();
        await Eventually.TrueAsync(
            () =>
            {
                while (collector.Messages.TryRead(out var message)) received.Add(Text(message));
                return received.IsSupersetOf(delivered);
            },
            "everything that was said to be delivered is there");
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

using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Peers;

namespace EdgeProbe.Shared.Tests.Mqtt;

public sealed class PublishTests : LinkTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_message_arrives_with_all_that_it_carries(int qos)
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var collector = Start(Tls(broker, "collector"), null, "ep/v1/+/+/s");
        var probe = Start(Tls(broker, "acme/one"));
        await Online(collector);
        await Online(probe);
        var sent = Message("ep/v1/acme/one/s", "sample", qos) with { ContentType = "application/x-test", Expiry = TimeSpan.FromSeconds(60) };
        var result = await probe.PublishAsync(sent, default);
        Assert.Equal(new PublishResult(PublishStatus.Delivered, 0), result);
        var received = await Next(collector);
        Assert.Equal(("ep/v1/acme/one/s", "sample", qos, false), (received.Topic, Text(received), received.Qos, received.Retain));
        Assert.Equal("application/x-test", received.ContentType);
        Assert.InRange(received.Expiry!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task Nobody_subscribed_is_not_delivered()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var probe = Start(Tls(broker, "acme/one"));
        await Online(probe);
        var result = await probe.PublishAsync(Message("ep/v1/acme/one/s", "sample"), default);
        Assert.Equal(new PublishResult(PublishStatus.NoSubscriber, 0x10), result);
        Assert.False(result.IsDelivered);
    }

    [Fact]
    public async Task Another_probes_topic_is_refused_with_the_brokers_reason()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var probe = Start(Tls(broker, "acme/one"));
        await Online(probe);
        var result = await probe.PublishAsync(Message("ep/v1/acme/two/s", "forged"), default);
        Assert.Equal(new PublishResult(PublishStatus.Refused, 0x87), result);
        Assert.Equal(LinkStatus.Online, probe.State.Status);
    }

    [Fact]
    public async Task An_offline_link_sends_nothing_then_or_later()
    {
        await using var broker = MosquittoBroker.NotStarted(Ca);
        var probe = Start(Tls(broker, "acme/one"));
        await Failed(probe);
        var refused = await probe.PublishAsync(Message("ep/v1/acme/one/s", "too early"), default);
        Assert.Equal(PublishStatus.NotConnected, refused.Status);

        await broker.StartAsync();
        var collector = Start(Tls(broker, "collector"), null, "ep/v1/+/+/s");
        await Online(collector);
        await Online(probe);
        await probe.PublishAsync(Message("ep/v1/acme/one/s", "now"), default);
        Assert.Equal("now", Text(await Next(collector)));
        Assert.False(collector.Messages.TryRead(out _));
    }

    [Fact]
    public async Task A_broker_killed_under_publishes_leaves_them_unknown_and_they_are_not_sent_again()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        await using var line = new TcpRelay(broker.Port);
        var probe = Start(Tls(broker, "acme/one") with { Port = line.Port });
        await Online(probe);
        broker.Freeze();
        var before = line.BytesFromClients;
        var pending = Enumerable.Range(0, 5).Select(n => probe.PublishAsync(Message("ep/v1/acme/one/s", $"old {n}"), default).AsTask()).ToArray();
        await Eventually.TrueAsync(() => line.BytesFromClients > before, "the first publish is under way");
        await broker.KillAsync();
        var results = await Task.WhenAll(pending);
        Assert.Equal(PublishStatus.Unknown, results[0].Status);
        // The last ones may not have left yet: then nothing was sent, and that is said.
        Assert.All(results, result => Assert.Contains(result.Status, new[] { PublishStatus.Unknown, PublishStatus.NotConnected }));

        await broker.StartAsync();
        var collector = Start(Tls(broker, "collector"), null, "ep/v1/+/+/s");
        await Online(collector);
        await Online(probe);
        await probe.PublishAsync(Message("ep/v1/acme/one/s", "new"), default);
        Assert.Equal("new", Text(await Next(collector)));
        Assert.False(collector.Messages.TryRead(out _));
    }

    [Fact]
    public async Task A_thousand_messages_at_once_arrive_once_each()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var collector = Start(Tls(broker, "collector"), null, "ep/v1/+/+/s");
        var probe = Start(Tls(broker, "acme/one"));
        await Online(collector);
        await Online(probe);
        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => probe.PublishAsync(Message("ep/v1/acme/one/s", $"{n}"), default).AsTask()));
        Assert.All(results, result => Assert.True(result.IsDelivered));
        var received = new HashSet<string>();
        for (var n = 0; n < 1000; n++) received.Add(Text(await Next(collector)));
        Assert.Equal(1000, received.Count);
        Assert.False(collector.Messages.TryRead(out _));
    }

    [Fact]
    public async Task A_message_larger_than_the_broker_takes_is_refused_and_the_link_stays()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var probe = Start(Tls(broker, "acme/one"));
        await Online(probe);
        var huge = new MqttMessage { Topic = "ep/v1/acme/one/s", Payload = new byte[70_000], Qos = 1 };
        Assert.Equal(new PublishResult(PublishStatus.Refused, 0x95), await probe.PublishAsync(huge, default));
        Assert.Equal(PublishStatus.NoSubscriber, (await probe.PublishAsync(Message("ep/v1/acme/one/s", "small"), default)).Status);
    }

    [Theory]
    [InlineData("with/#/wildcard")]
    [InlineData("")]
    public async Task A_topic_that_cannot_be_published_to_is_refused(string topic)
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var probe = Start(Tls(broker, "acme/one"));
        await Online(probe);
        Assert.Equal(new PublishResult(PublishStatus.Refused, 0x90), await probe.PublishAsync(Message(topic, "lost"), default));
    }

    [Fact]
    public async Task A_cancelled_publish_gives_its_place_back()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var probe = Start(Tls(broker, "acme/one") with { MaxInFlight = 1 });
        await Online(probe);
        broker.Freeze();
        using var cancel = new CancellationTokenSource();
        var first = probe.PublishAsync(Message("ep/v1/acme/one/s", "1"), cancel.Token).AsTask();
        var second = probe.PublishAsync(Message("ep/v1/acme/one/s", "2"), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        broker.Thaw();
        Assert.Equal(PublishStatus.NoSubscriber, (await probe.PublishAsync(Message("ep/v1/acme/one/s", "3"), default)).Status);
    }
}

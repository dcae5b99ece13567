using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Peers;

namespace EdgeProbe.Shared.Tests.Mqtt;

public sealed class MisbehavingBrokerTests : LinkTest
{
    // M4
    [Theory]
    [InlineData(0x00, PublishStatus.Delivered)]
    [InlineData(0x10, PublishStatus.NoSubscriber)]
    [InlineData(0x80, PublishStatus.Refused)]
    [InlineData(0x87, PublishStatus.Refused)]
    [InlineData(0x97, PublishStatus.Refused)]
    [InlineData(0x99, PublishStatus.Refused)]
    public async Task The_brokers_reason_comes_back_as_it_was_sent(byte reason, PublishStatus status)
    {
        await using var peer = new MqttPeer(new PeerBehaviour { Answers = (id, _) => [(id, reason)] });
        var link = Start(Quick(peer.Port));
        await Online(link);
        Assert.Equal(new PublishResult(status, reason), await link.PublishAsync(Message("a", "b"), default));
        Assert.Equal(LinkStatus.Online, link.State.Status);
    }

    // M5
    [Fact]
    public async Task A_puback_that_never_comes_ends_the_connection_and_nothing_is_sent_twice()
    {
        await using var peer = new MqttPeer(new PeerBehaviour { Answers = (_, _) => [] });
        var link = Start(Quick(peer.Port) with { AnswerTimeout = TimeSpan.FromSeconds(1) });
        await Online(link);
        var result = await link.PublishAsync(Message("a", "b"), default);
        Assert.Equal(PublishStatus.Unknown, result.Status);
        await Eventually.TrueAsync(() => peer.Connections.Count > 1, "the link connects again");
        await Online(link);
        Assert.Equal(["a"], peer.Connections.SelectMany(connection => connection.Published));
    }

    // M5
    [Fact]
    public async Task Pubacks_twice_and_for_unknown_publishes_are_passed_over()
    {
        await using var peer = new MqttPeer(new PeerBehaviour { Answers = (id, _) => [((ushort)(id + 1000), 0), (id, 0), (id, 0x87)] });
        var link = Start(Quick(peer.Port));
        await Online(link);
        for (var n = 0; n < 50; n++) Assert.True((await link.PublishAsync(Message("a", "b"), default)).IsDelivered);
        Assert.Equal(LinkStatus.Online, link.State.Status);
    }

    // M13
    [Fact]
    public async Task A_receive_maximum_of_one_is_obeyed()
    {
        await using var peer = new MqttPeer(new PeerBehaviour { ReceiveMaximum = 1, Answers = (_, _) => [] });
        var link = Start(Quick(peer.Port));
        await Online(link);
        var pending = Enumerable.Range(0, 5).Select(n => link.PublishAsync(Message($"t{n}", ""), default).AsTask()).ToArray();
        var connection = peer.Connections.Single();
        for (ushort n = 1; n <= 5; n++)
        {
            await Eventually.TrueAsync(() => connection.Published.Count == n, () => $"publish {n}; {connection.Published.Count} came");
            Assert.Equal(n - 1, pending.Count(publish => publish.IsCompleted));
            await connection.AcknowledgeAsync(n, 0);
            await Eventually.TrueAsync(() => pending.Count(publish => publish.IsCompleted) == n, "its answer");
        }
    }

    // M13
    [Fact]
    public async Task A_maximum_packet_size_is_obeyed()
    {
        await using var peer = new MqttPeer(new PeerBehaviour { MaximumPacketSize = 1024 });
        var link = Start(Quick(peer.Port));
        await Online(link);
        var large = new MqttMessage { Topic = "a", Payload = new byte[1100], Qos = 1 };
        Assert.Equal(new PublishResult(PublishStatus.Refused, 0x95), await link.PublishAsync(large, default));
        Assert.True((await link.PublishAsync(large with { Payload = new byte[900] }, default)).IsDelivered);
        Assert.Equal(["a"], peer.Connections.Single().Published);
    }

    // M8
    [Theory]
    [InlineData(0x84, LinkFault.Rejected, "does not speak MQTT v5")]
    [InlineData(0x86, LinkFault.NotAuthorised, "(reason 0x86): enrol again, or let the broker's access rules allow it")]
    [InlineData(0x87, LinkFault.NotAuthorised, "(reason 0x87): enrol again, or let the broker's access rules allow it")]
    [InlineData(0x88, LinkFault.Rejected, "is not available now (reason 0x88)")]
    [InlineData(0x89, LinkFault.Rejected, "is not available now (reason 0x89)")]
    [InlineData(0x97, LinkFault.Rejected, "has reached a limit (reason 0x97)")]
    [InlineData(0x9C, LinkFault.Rejected, "points to another broker (reason 0x9C), which is not followed")]
    [InlineData(0x9D, LinkFault.Rejected, "points to another broker (reason 0x9D), which is not followed")]
    public async Task A_refusal_to_connect_is_told_by_its_reason(byte reason, LinkFault fault, string words)
    {
        await using var peer = new MqttPeer(new PeerBehaviour { ConnectReason = reason });
        var state = await Failed(Start(Quick(peer.Port)));
        Assert.Equal(fault, state.Fault);
        Assert.Contains(words, state.Problem, StringComparison.Ordinal);
    }

    // M9, as the standard has it
    [Fact]
    public async Task Reason_0x8E_is_a_takeover_and_is_tried_again_slowly()
    {
        await using var peer = new MqttPeer();
        var link = Start(Quick(peer.Port) with { ReconnectCap = TimeSpan.FromMinutes(5) });
        await Online(link);
        await peer.Connections.Single().DismissAsync(0x8E);
        var state = await Failed(link);
        Assert.Equal(LinkFault.TakenOver, state.Fault);
        Assert.Contains("a copied certificate or a second agent", state.Problem, StringComparison.Ordinal);
        Assert.Single(peer.Connections);
    }

    // M6, M7: TCP is up and nothing comes, as behind a dead NAT or a frozen broker.
    [Fact]
    public async Task A_broker_that_falls_silent_is_given_up()
    {
        await using var peer = new MqttPeer(new PeerBehaviour { FallsSilent = true });
        var link = Start(Quick(peer.Port) with { KeepAlive = TimeSpan.FromSeconds(5), InboxPatience = TimeSpan.FromSeconds(1) });
        await Online(link);
        var state = await Failed(link);
        Assert.Equal(LinkFault.Lost, state.Fault);
        Assert.Contains("has been silent for longer than 1.5 x 5 s", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_never_answers_a_connect_is_given_up()
    {
        await using var peer = new MqttPeer(new PeerBehaviour { IgnoresConnect = true });
        var state = await Failed(Start(Quick(peer.Port) with { ConnectTimeout = TimeSpan.FromSeconds(1) }));
        Assert.Equal(LinkFault.Unreachable, state.Fault);
        Assert.Contains("does not answer within 1 s", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_above_the_limit_is_counted_and_the_next_message_arrives()
    {
        await using var peer = new MqttPeer();
        var link = Start(Quick(peer.Port) with { MaxPayload = 100 });
        await Online(link);
        var connection = peer.Connections.Single();
        await connection.DeliverAsync("big", new byte[101]);
        await connection.DeliverAsync("right", new byte[100]);
        Assert.Equal("right", (await Next(link)).Topic);
        Assert.Equal(1, link.Oversized);
    }

    // M14
    [Fact]
    public async Task Random_bytes_from_the_broker_end_the_connection_and_nothing_else()
    {
        await using var peer = new MqttPeer();
        var link = Start(Quick(peer.Port));
        var random = new Random(20);
        for (var round = 0; round < 30; round++)
        {
            var before = round;
            await Eventually.TrueAsync(() => peer.Connections.Count > before && link.State.Status == LinkStatus.Online, () => $"round {before}: {link.State}");
            var garbage = new byte[64];
            random.NextBytes(garbage);
            // Packet type 0 is forbidden (MQTT v5 section 2.1.2), so that what follows cannot happen to be a valid long packet.
            garbage[0] = (byte)(round % 2 == 0 ? 0x00 : 0x40);
            garbage[1] = 2;
            garbage[4] = 0x00;
            garbage[5] = 0;
            var connection = peer.Connections.Last();
            await connection.SendRawAsync(garbage);
            await Eventually.TrueAsync(() => connection.IsOver, "the link hangs up");
        }
    }
}

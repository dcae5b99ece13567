using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Peers;

namespace EdgeProbe.Shared.Tests.Mqtt;

/// <summary>What happens when nobody reads.</summary>
public sealed class InboxTests : LinkTest
{
    [Fact]
    public async Task While_nobody_reads_the_socket_is_not_read_and_nothing_is_lost_if_reading_begins_in_time()
    {
        await using var peer = new MqttPeer();
        var link = Start(Quick(peer.Port) with { InboxCapacity = 2, InboxPatience = TimeSpan.FromSeconds(30) });
        await Online(link);
        var connection = peer.Connections.Single();
        // More than loopback's socket buffers hold, so that delivering can only end when the link reads.
        var delivering = DeliverAsync(connection, count: 2000, size: 16 * 1024);
        await Eventually.TrueAsync(() => link.Messages.Count == 2, "the inbox is full");
        Assert.False(delivering.IsCompleted);
        for (var n = 0; n < 2000; n++) Assert.Equal($"t{n}", (await Next(link)).Topic);
        await delivering;
        Assert.Equal(0, link.Dropped);
    }

    [Fact]
    public async Task After_the_patience_acknowledgements_are_read_again_and_what_has_no_room_is_counted()
    {
        await using var peer = new MqttPeer();
        var link = Start(Quick(peer.Port) with { InboxCapacity = 2, InboxPatience = TimeSpan.FromMilliseconds(200) });
        await Online(link);
        var connection = peer.Connections.Single();
        await DeliverAsync(connection, count: 50, size: 10);
        // Its PUBACK is behind messages that nobody reads.
        Assert.True((await link.PublishAsync(Message("a", "b"), default)).IsDelivered);
        await Eventually.TrueAsync(() => link.Dropped > 0, "messages are dropped");
        var read = 0;
        while (link.Messages.TryRead(out _)) read++;
        await Eventually.TrueAsync(
            () =>
            {
                while (link.Messages.TryRead(out _)) read++;
                return read + link.Dropped == 50;
            },
            () => $"each message is read or counted; {read} read, {link.Dropped} dropped");
        await connection.DeliverAsync("after", new byte[1]);
        Assert.Equal("after", (await Next(link)).Topic);
    }

    private static async Task DeliverAsync(PeerConnection connection, int count, int size)
    {
        for (var n = 0; n < count; n++) await connection.DeliverAsync($"t{n}", new byte[size]);
    }
}

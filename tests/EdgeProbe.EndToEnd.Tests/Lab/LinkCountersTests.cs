using EdgeProbe.Lab.Links;
using EdgeProbe.Testing;

namespace EdgeProbe.EndToEnd.Tests.Lab;

public sealed class LinkCountersTests
{
    private const int Packets = 5000;

    [Fact]
    public async Task Random_loss_is_exactly_what_a_receiver_misses()
    {
        await using var fixture = new LinkFixture(new LinkSettings { Loss = 0.05 });
        await using var flow = await UdpFlow.OpenAsync(fixture);
        var arrived = await flow.SendAsync(Packets);
        var counts = fixture.Link.Up.Counters;
        Assert.Equal(Packets - arrived.Count, counts.LostRandom);
        Assert.InRange(counts.LostRandom, 250 - 62, 250 + 62); // binomial, 4 standard deviations of 15.4
        Assert.Equal(0, fixture.Link.Down.Counters.Lost);
        Assert.Equal(0, fixture.Link.Up.Unread);
    }

    [Fact]
    public async Task The_same_seed_loses_the_same_packets_and_another_seed_others()
    {
        Assert.Equal(await LossesOfAsync(7), await LossesOfAsync(7));
        Assert.NotEqual(await LossesOfAsync(7), await LossesOfAsync(8));
    }

    [Fact]
    public async Task Duplicates_are_exactly_those_that_a_receiver_sees_twice()
    {
        await using var fixture = new LinkFixture(new LinkSettings { Duplicate = 0.1 });
        await using var flow = await UdpFlow.OpenAsync(fixture);
        var arrived = await flow.SendAsync(Packets);
        Assert.Equal(arrived.Count - arrived.Distinct().Count(), fixture.Link.Up.Counters.Duplicated);
        Assert.InRange(fixture.Link.Up.Counters.Duplicated, 415, 585); // 500, 4 standard deviations of 21.2
    }

    [Fact]
    public async Task Reordered_packets_are_exactly_those_behind_a_higher_number()
    {
        await using var fixture = new LinkFixture(new LinkSettings { Reorder = 0.02, ReorderBy = TimeSpan.FromMilliseconds(3) });
        await using var flow = await UdpFlow.OpenAsync(fixture);
        var arrived = await flow.SendAsync(Packets);
        Assert.Equal(Packets, arrived.Count);
        Assert.Equal(BehindAHigherNumber(arrived), fixture.Link.Up.Counters.Reordered);
        Assert.True(fixture.Link.Up.Counters.Reordered > 0);
    }

    [Fact]
    public async Task Jitter_alone_keeps_the_order()
    {
        await using var fixture = new LinkFixture(new LinkSettings { Delay = TimeSpan.FromMilliseconds(5), Jitter = TimeSpan.FromMilliseconds(2) });
        await using var flow = await UdpFlow.OpenAsync(fixture);
        Assert.Equal(0, BehindAHigherNumber(await flow.SendAsync(1000)));
        Assert.Equal(0, fixture.Link.Up.Counters.Reordered);
    }

    [Fact]
    public async Task A_full_queue_drops_the_newest_and_says_how_many()
    {
        // 32 + 28 bytes at 48 kbit/s take 10 ms each; the queue of 1500 bytes holds 25 of them.
        await using var fixture = new LinkFixture(new LinkSettings { Rate = 48_000, Queue = 1500 });
        await using var flow = await UdpFlow.OpenAsync(fixture);
        var arrived = await flow.SendAsync(200);
        var counts = fixture.Link.Up.Counters;
        Assert.Equal(200 - arrived.Count, counts.LostQueue);
        Assert.InRange(arrived.Count, 25, 199);
        Assert.Equal(Enumerable.Range(0, 25), arrived.Take(25));
    }

    [Fact]
    public async Task A_corrupted_packet_is_thrown_away_by_the_receivers_checksum()
    {
        await using var fixture = new LinkFixture(new LinkSettings { Corrupt = 1 });
        await using var flow = await UdpFlow.OpenAsync(fixture);
        flow.Send(10, 32);
        await Eventually.TrueAsync(() => fixture.Link.Up.Counters.Delivered == 10, "ten packets come through");
        Assert.Equal(10, fixture.Link.Up.Counters.Corrupted);
        Assert.Equal((10, 0), (await ChecksumErrorsAsync(fixture), flow.Arrived().Count));
    }

    [Fact]
    public async Task Settings_changed_while_it_runs_count_for_the_next_packet()
    {
        await using var fixture = new LinkFixture();
        await using var flow = await UdpFlow.OpenAsync(fixture);
        Assert.Equal(100, (await flow.SendAsync(100)).Count);
        fixture.Link.Up.Settings = fixture.Link.Up.Settings with { Loss = 1 };
        Assert.Equal(100, (await flow.SendAsync(50)).Count);
        fixture.Link.Up.Settings = fixture.Link.Up.Settings with { Loss = 0 };
        Assert.Equal(200, (await flow.SendAsync(100)).Count);
        Assert.Equal(50, fixture.Link.Up.Counters.LostRandom);
    }

    [Fact]
    public async Task Impossible_settings_are_refused_with_every_reason_and_change_nothing()
    {
        await using var fixture = new LinkFixture();
        var link = fixture.Link.Up;
        var refused = Assert.Throws<ArgumentException>(() => link.Settings = new LinkSettings { Loss = 1.5, Rate = 5, Queue = 3 });
        Assert.Contains("loss is 1.5; it must lie between 0 and 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("rate is 5 bit/s", refused.Message, StringComparison.Ordinal);
        Assert.Contains("queue is 3 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new LinkSettings(), link.Settings);
    }

    private static async Task<int[]> LossesOfAsync(ulong seed)
    {
        await using var fixture = new LinkFixture(new LinkSettings { Loss = 0.1 }, seed: seed);
        await using var flow = await UdpFlow.OpenAsync(fixture);
        return [.. Enumerable.Range(0, 1000).Except(await flow.SendAsync(1000))];
    }

    private static int BehindAHigherNumber(IEnumerable<int> arrived)
    {
        var (highest, behind) = (-1, 0);
        foreach (var number in arrived)
        {
            if (number < highest) behind++;
            highest = Math.Max(highest, number);
        }

        return behind;
    }

    // Udp: InErrors ... InCsumErrors; the names stand in the line above the numbers.
    private static Task<long> ChecksumErrorsAsync(LinkFixture fixture) => fixture.Far.RunAsync(() =>
    {
        var lines = File.ReadLines("/proc/thread-self/net/snmp").Where(line => line.StartsWith("Udp:", StringComparison.Ordinal)).ToArray();
        return long.Parse(lines[1].Split(' ')[Array.IndexOf(lines[0].Split(' '), "InCsumErrors")]);
    });
}

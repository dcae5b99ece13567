using EdgeProbe.Mqtt.Connections;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Shared.Tests.Mqtt;

public sealed class ReconnectDelayTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Cap = TimeSpan.FromMinutes(5);

    [Fact]
    public void Each_delay_lies_between_zero_and_the_doubled_base_or_the_cap() =>
        Prop.ForAll<int>(seed =>
        {
            var delay = new ReconnectDelay(First, Cap, new Random(seed));
            return Enumerable.Range(0, 60).All(n =>
            {
                var most = n < 20 ? TimeSpan.FromTicks(Math.Min(Cap.Ticks, First.Ticks << n)) : Cap;
                var next = delay.Next();
                return next >= TimeSpan.Zero && next <= most;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_jitter_is_full_not_a_fringe()
    {
        var delay = new ReconnectDelay(First, Cap, new Random(1));
        for (var warm = 0; warm < 20; warm++) delay.Next();
        var shares = Enumerable.Range(0, 1000).Select(_ => delay.Next() / Cap).ToList();
        // Each tenth of the range gets its share: 100 expected, standard deviation 9.5.
        for (var tenth = 0; tenth < 10; tenth++)
            Assert.InRange(shares.Count(share => (int)(share * 10) == tenth), 50, 150);
    }

    [Fact]
    public void Success_begins_anew()
    {
        var delay = new ReconnectDelay(First, Cap, new Random(1));
        for (var n = 0; n < 20; n++) delay.Next();
        delay.Succeeded();
        Assert.True(delay.Next() <= First);
    }

    [Fact]
    public void A_takeover_waits_at_least_half_of_the_cap_at_once()
    {
        var delay = new ReconnectDelay(First, Cap, new Random(1));
        for (var n = 0; n < 1000; n++) Assert.InRange(delay.NextSlow(), Cap / 2, Cap);
    }
}

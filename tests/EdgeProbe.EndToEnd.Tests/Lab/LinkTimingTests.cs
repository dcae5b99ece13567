using EdgeProbe.Lab.Links;

namespace EdgeProbe.EndToEnd.Tests.Lab;

public sealed class LinkTimingTests
{
    [Fact]
    public async Task The_median_round_trip_is_the_sum_of_both_delays()
    {
        await using var fixture = new LinkFixture(
            new LinkSettings { Delay = TimeSpan.FromMilliseconds(7) }, new LinkSettings { Delay = TimeSpan.FromMilliseconds(13) });
        var rtts = Rtts(fixture, fixture.Link.FarV4.ToString(), 200);
        Assert.InRange(rtts[rtts.Length / 2], 20, 21);
        Assert.True(rtts[0] >= 20, $"an answer came after {rtts[0]} ms, before both delays had passed");
    }

    [Fact]
    public async Task IPv6_is_delayed_alike()
    {
        await using var fixture = new LinkFixture(new LinkSettings { Delay = TimeSpan.FromMilliseconds(5) });
        var rtts = Rtts(fixture, fixture.Link.FarV6.ToString(), 100);
        Assert.InRange(rtts[rtts.Length / 2], 5, 6);
    }

    // fping's own clock: round trips in milliseconds, ascending; every ping must have been answered.
    private static double[] Rtts(LinkFixture fixture, string to, int count)
    {
        var report = fixture.Near.Run("sh", "-c", $"fping -q -i 1 -p 5 -t 2000 -C {count} {to} 2>&1");
        var rtts = report[(report.IndexOf(" : ", StringComparison.Ordinal) + 3)..].Trim().Split(' ').Select(double.Parse).Order().ToArray();
        Assert.Equal(count, rtts.Length);
        return rtts;
    }
}

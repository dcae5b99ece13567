using EdgeProbe.Lab.Links;

namespace EdgeProbe.EndToEnd.Tests.Lab;

/// <summary>
/// Real time on a machine that may be busy: noise can only make an answer later. So no answer may come early, ever, and in the quietest of a
/// few rounds half of them come within a millisecond of the delay that was set.
/// </summary>
public sealed class LinkTimingTests
{
    private const int Rounds = 8;

    [Fact]
    public async Task The_median_round_trip_is_the_sum_of_both_delays()
    {
        await using var fixture = new LinkFixture(
            new LinkSettings { Delay = TimeSpan.FromMilliseconds(7) }, new LinkSettings { Delay = TimeSpan.FromMilliseconds(13) });
        AssertMedian(fixture, $"{fixture.Link.FarV4}", 20);
    }

    [Fact]
    public async Task IPv6_is_delayed_alike()
    {
        await using var fixture = new LinkFixture(new LinkSettings { Delay = TimeSpan.FromMilliseconds(5) });
        AssertMedian(fixture, $"{fixture.Link.FarV6}", 5);
    }

    private static void AssertMedian(LinkFixture fixture, string to, double milliseconds)
    {
        var medians = new List<double>();
        while (medians.Count < Rounds && medians.All(median => median > milliseconds + 1))
        {
            var rtts = Rtts(fixture, to, 100);
            Assert.True(rtts[0] >= milliseconds, $"an answer came after {rtts[0]} ms, before the delay had passed");
            medians.Add(rtts[rtts.Length / 2]);
        }

        Assert.True(medians.Min() <= milliseconds + 1, $"medians of {string.Join(", ", medians)} ms");
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

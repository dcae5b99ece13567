using EdgeProbe.Lab.Links;

namespace EdgeProbe.EndToEnd.Tests.Lab;

/// <summary>The deciding half of a link alone, on a clock moved by hand.</summary>
public sealed class LineTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Bursts_have_the_loss_and_the_length_of_the_Gilbert_Elliott_model()
    {
        const int Packets = 200_000;
        var settings = new LinkSettings { BurstEnter = 0.01, BurstLeave = 0.2 };
        var lost = Fates(settings, Packets, seed: 3).Select(fate => fate.Verdict == Verdict.LoseInBurst).ToArray();
        var share = lost.Count(gone => gone) / (double)Packets;
        var bursts = lost.Zip(lost.Skip(1)).Count(pair => !pair.First && pair.Second);
        // Loss p/(p+r) = 4.762 %. Neighbours are correlated by 1-p-r, which widens the binomial deviation to 0.141 points; 4 of them allowed.
        Assert.InRange(share, settings.MeanLoss - 0.0057, settings.MeanLoss + 0.0057);
        // Mean length 1/r = 5, geometric with deviation 4.47; over some 1900 bursts 0.103, 4 of them allowed.
        Assert.InRange(share * Packets / bursts, 4.59, 5.41);
    }

    [Fact]
    public void Turning_jitter_on_does_not_change_which_packets_are_lost()
    {
        var plain = new LinkSettings { Loss = 0.1 };
        var jittered = plain with { Jitter = TimeSpan.FromMilliseconds(1), Duplicate = 0.5, Reorder = 0.5 };
        Assert.Equal(Fates(plain, 1000).Select(fate => fate.Verdict), Fates(jittered, 1000).Select(fate => fate.Verdict));
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(100_000_000)]
    public void The_rate_holds_over_time(long rate)
    {
        var settings = new LinkSettings { Rate = rate, Queue = 50_000 };
        var line = new Line(1);
        var (delivered, last) = (0L, 0L);
        for (var i = 0; i < 20_000; i++)
        {
            // Offered twice as fast as the link can send.
            var fate = line.Next(settings, i * (1000L * 8 * 1_000_000_000 / rate / 2), 1000);
            if (fate.Verdict == Verdict.Deliver) (delivered, last) = (delivered + 1000, fate.Release);
        }

        Assert.InRange(delivered * 8 * 1e9 / last, rate * 0.99, rate * 1.01);
    }

    [Fact]
    public void Normal_jitter_has_its_mean_and_deviation_and_exponential_jitter_its_floor()
    {
        var settings = new LinkSettings { Delay = TimeSpan.FromMilliseconds(50), Jitter = TimeSpan.FromMilliseconds(2) };
        var normal = Delays(settings);
        Assert.InRange(normal.Average(), 49.9, 50.1);
        Assert.InRange(Math.Sqrt(normal.Average(delay => (delay - 50) * (delay - 50))), 1.95, 2.05);
        var exponential = Delays(settings with { Shape = JitterShape.Exponential });
        Assert.InRange(exponential.Average(), 51.9, 52.1);
        Assert.True(exponential.Min() >= 50);
    }

    // A second between packets, so that none has to wait for the one before it.
    private static double[] Delays(LinkSettings settings) =>
        [.. Fates(settings, 20_000).Select((fate, packet) => (fate.Release - packet * 1000 * Millisecond) / (double)Millisecond)];

    private static Fate[] Fates(LinkSettings settings, int count, ulong seed = 1)
    {
        var line = new Line(seed);
        return [.. Enumerable.Range(0, count).Select(packet => line.Next(settings, packet * 1000 * Millisecond, 100))];
    }
}

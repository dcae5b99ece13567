using System.Numerics;

namespace EdgeProbe.Shared.Tests.Measurement;

public sealed class DelaySketchIndexTests
{
    // From the definition in whole numbers: the largest i with 2^i < us^32.
    [Theory]
    [InlineData(1UL, -1)]
    [InlineData(2UL, 31)]
    [InlineData(3UL, 50)]
    [InlineData(4UL, 63)]
    [InlineData(5UL, 74)]
    [InlineData(7UL, 89)]
    [InlineData(8UL, 95)]
    [InlineData(31UL, 158)]
    [InlineData(32UL, 159)]
    [InlineData(33UL, 161)]
    [InlineData(980UL, 317)]
    [InlineData(1000UL, 318)]
    [InlineData(1024UL, 319)]
    [InlineData(1025UL, 320)]
    [InlineData(12432UL, 435)]
    [InlineData(20000UL, 457)]
    [InlineData(65536UL, 511)]
    [InlineData(65537UL, 512)]
    [InlineData(1000000UL, 637)]
    [InlineData(60000000UL, 826)]
    [InlineData(4294967295UL, 1023)]
    [InlineData(4294967296UL, 1023)]
    [InlineData(4294967297UL, 1024)]
    [InlineData(1099511627776UL, 1279)]
    [InlineData(4503599627370495UL, 1663)]
    [InlineData(4503599627370496UL, 1663)]
    public void A_delay_falls_into_its_bucket(ulong microseconds, int index)
    {
        Assert.Equal(index, DelaySketch.IndexOf(microseconds));
        Assert.Equal(index, Exact(microseconds));
    }

    [Fact]
    public void The_neighbours_of_every_bucket_edge_up_to_2_to_the_40_fall_on_their_own_side()
    {
        for (var index = -1; index < 40 * 32; index++)
        {
            var edge = (ulong)Math.Pow(2, (index + 1) / 32.0);
            for (var delay = edge > 2 ? edge - 2 : 1; delay <= edge + 2; delay++) Assert.Equal(Exact(delay), DelaySketch.IndexOf(delay));
        }
    }

    [Fact]
    public void Every_delay_up_to_four_milliseconds_falls_into_its_bucket()
    {
        for (var delay = 1UL; delay <= 4_096; delay++) Assert.Equal(Exact(delay), DelaySketch.IndexOf(delay));
    }

    [Fact]
    public void A_buckets_estimate_is_as_far_from_both_its_ends()
    {
        for (var index = -1; index < 40 * 32; index++)
        {
            var (lower, upper) = (Math.Pow(2, index / 32.0), Math.Pow(2, (index + 1) / 32.0));
            var estimate = DelaySketch.EstimateOf(index);
            Assert.Equal(estimate / lower - 1, 1 - estimate / upper, 9);
            Assert.InRange(estimate / lower - 1, 0.010830, 0.010831);
        }
    }

    [Fact]
    public void No_delay_has_no_bucket() => Assert.Throws<ArgumentOutOfRangeException>(() => DelaySketch.IndexOf(0));

    [Fact]
    public void The_profiles_own_index_cases_hold_where_they_are_at_hand() =>
        Assert.All(SketchVectors.Of("sketch_index"), vector =>
        {
            var index = DelaySketch.IndexOf(vector.GetProperty("input").GetProperty("us").GetUInt64());
            Assert.Equal(vector.GetProperty("expected").GetProperty("index").GetInt32(), index);
            // The profile's tolerance, of the value: its own reference takes 2^(1/32) to the 816th power and loses the 14th digit on the way.
            Assert.Equal(1, DelaySketch.EstimateOf(index) / vector.GetProperty("expected").GetProperty("estimate_us").GetDouble(), 6);
        });

    private static int Exact(ulong microseconds)
    {
        var power = BigInteger.Pow(microseconds, 32);
        var bits = (int)power.GetBitLength() - 1;
        return power.IsPowerOfTwo ? bits - 1 : bits;
    }
}

using System.Globalization;
using EdgeProbe.Testing.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Shared.Tests.Measurement;

public sealed class DelaySketchQuantileTests
{
    // (base - 1) / (base + 1) with base 2^(1/32), and room for the last digit of a double.
    private const double WorstError = 0.0108300013;
    private static readonly double[] Shares = [0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

    [Fact]
    public void A_quantile_is_off_by_no_more_than_1_083_percent() =>
        Prop.ForAll(DelaySketchTests.Delays, delays =>
        {
            uint[] sorted = [.. delays.Where(delay => delay > 0).Order()];
            if (sorted.Length == 0) return;
            var sketch = BatchMaker.Sketch(sorted);
            foreach (var share in Shares)
            {
                var exact = sorted[Math.Max(1, (int)Math.Ceiling(share * sorted.Length - 1e-9)) - 1];
                Assert.InRange(sketch.Quantile(share)!.Value / exact, 1 - WorstError, 1 + WorstError);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Quantiles_never_leave_the_true_minimum_and_maximum_and_never_fall() =>
        Prop.ForAll(DelaySketchTests.Delays, delays =>
        {
            if (delays.Length == 0) return;
            var sketch = BatchMaker.Sketch(delays);
            double[] quantiles = [.. Shares.Select(share => sketch.Quantile(share)!.Value)];
            Assert.Equal((delays.Min(), delays.Max()), (quantiles[0], quantiles[^1]));
            Assert.Equal(quantiles.Order(), quantiles);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_empty_sketch_has_no_quantiles()
    {
        Assert.Null(new DelaySketch().Quantile(0.5));
        Assert.Null(new DelaySketch().AtRank(1));
    }

    // Worked out from the definition: the estimate of the bucket of the delay at the rank, kept within minimum and maximum.
    [Theory]
    [InlineData(12432, 12432, new uint[] { 12432 })]
    [InlineData(10319, 12394, new uint[] { 10319, 12394 })]
    [InlineData(1.97834, 993245.198778, new uint[] { 1, 1, 2, 3, 1000000 })]
    [InlineData(12770.615055, 21477.528841, new uint[] { 20095, 6272, 12897, 14590, 17522, 17960, 14993, 9723, 14830, 21625, 11582, 8696, 10921, 22610, 9851, 16093, 10174, 4602, 10862, 14682 })]
    public void Quantiles_are_the_estimates_at_their_ranks(double p50, double p95, uint[] delays)
    {
        var sketch = BatchMaker.Sketch(delays);
        Assert.Equal(p50, sketch.Quantile(0.5)!.Value, 6);
        Assert.Equal(p95, sketch.Quantile(0.95)!.Value, 6);
    }

    [Fact]
    public void The_profiles_own_quantile_cases_hold_where_they_are_at_hand() =>
        Assert.All(SketchVectors.Of("sketch_quantiles"), vector =>
        {
            var sketch = BatchMaker.Sketch([.. vector.GetProperty("input").GetProperty("rtts_us").EnumerateArray().Select(us => us.GetUInt32())]);
            var expected = vector.GetProperty("expected");
            Assert.Equal(expected.GetProperty("count").GetInt64(), sketch.Count);
            Assert.Equal(expected.GetProperty("min").GetUInt64(), sketch.Min);
            Assert.Equal(expected.GetProperty("max").GetUInt64(), sketch.Max);
            Assert.Equal(expected.GetProperty("sum").GetUInt64(), sketch.Sum);
            foreach (var quantile in expected.GetProperty("quantiles").EnumerateObject())
                Assert.Equal(quantile.Value.GetDouble(), sketch.Quantile(double.Parse(quantile.Name, CultureInfo.InvariantCulture))!.Value, 6);
        });
}

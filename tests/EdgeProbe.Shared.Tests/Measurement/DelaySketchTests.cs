using EdgeProbe.Testing.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Shared.Tests.Measurement;

public sealed class DelaySketchTests
{
    [Fact]
    public void The_sketch_of_a_union_is_the_merge_of_the_sketches() =>
        Prop.ForAll(Delays, Delays, (a, b) =>
        {
            var merged = BatchMaker.Sketch(a);
            merged.Merge(BatchMaker.Sketch(b));
            AssertSame(BatchMaker.Sketch([.. a, .. b]), merged);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_merging_does_not_matter() =>
        Prop.ForAll(Delays, Delays, Delays, (a, b, c) =>
        {
            var forward = Merged(a, b, c);
            AssertSame(forward, Merged(c, a, b));
            AssertSame(forward, Merged(b, c, a));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merging_leaves_the_other_as_it_was()
    {
        var (one, other) = (BatchMaker.Sketch(1, 900), BatchMaker.Sketch(70_000, 3));
        one.Merge(other);
        AssertSame(BatchMaker.Sketch(70_000, 3), other);
    }

    [Fact]
    public void A_cleared_sketch_is_as_good_as_a_new_one() =>
        Prop.ForAll(Delays, Delays, (a, b) =>
        {
            var reused = BatchMaker.Sketch(a);
            reused.Clear();
            AssertSame(new DelaySketch(), reused);
            foreach (var delay in b) reused.Add(delay);
            AssertSame(BatchMaker.Sketch(b), reused);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sketch_put_back_from_its_buckets_is_the_same() =>
        Prop.ForAll(Delays, delays =>
        {
            var (whole, restored) = (BatchMaker.Sketch(delays), new DelaySketch());
            for (var i = 0; i < whole.Buckets.Length; i++) restored.RestoreBucket(whole.FirstIndex + i, whole.Buckets[i]);
            restored.RestoreZero((uint)whole.Zero);
            restored.RestoreBounds(whole.Min, whole.Max, whole.Sum);
            AssertSame(whole, restored);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_delay_added_many_times_counts_as_many()
    {
        var (once, often) = (new DelaySketch(), new DelaySketch());
        once.Add(12_432, 3);
        once.Add(7, 0);
        for (var i = 0; i < 3; i++) often.Add(12_432);
        AssertSame(often, once);
    }

    [Fact]
    public void Delays_under_a_microsecond_have_a_count_of_their_own()
    {
        var sketch = BatchMaker.Sketch(0, 0, 5);
        Assert.Equal((3L, 2L, 0UL, 5UL), (sketch.Count, sketch.Zero, sketch.Min, sketch.Max));
        Assert.Equal(0, sketch.Quantile(0.5));
        Assert.Equal(5, sketch.Quantile(0.9));
    }

    [Fact]
    public void Adding_allocates_nothing_once_the_buckets_exist()
    {
        var sketch = BatchMaker.Sketch(500, 90_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var delay = 500UL; delay <= 90_000; delay++) sketch.Add(delay);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Merging_into_a_sketch_that_covers_the_other_allocates_nothing()
    {
        var (sum, minute) = (BatchMaker.Sketch(500, 90_000), BatchMaker.Sketch(700, 800, 60_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        sum.Merge(minute);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Even over the doublings, so that short and long delays meet.
    internal static Arbitrary<uint[]> Delays { get; } =
        Gen.Choose(0, 32).SelectMany(bits => Gen.Choose(0, int.MaxValue).Select(random => (uint)((ulong)random >> 31 - Math.Min(bits, 31)))).ArrayOf().ToArbitrary();

    private static DelaySketch Merged(params uint[][] parts)
    {
        var merged = new DelaySketch();
        foreach (var part in parts) merged.Merge(BatchMaker.Sketch(part));
        return merged;
    }

    private static void AssertSame(DelaySketch expected, DelaySketch actual)
    {
        Assert.Equal((expected.Count, expected.Zero, expected.Min, expected.Max), (actual.Count, actual.Zero, actual.Min, actual.Max));
        Assert.Equal((expected.Sum, expected.FirstIndex), (actual.Sum, actual.FirstIndex));
        Assert.Equal(expected.Buckets.ToArray(), actual.Buckets.ToArray());
    }
}

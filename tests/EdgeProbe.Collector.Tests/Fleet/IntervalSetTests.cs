using EdgeProbe.Collector.Fleet;
using EdgeProbe.Contract;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Collector.Tests.Fleet;

public sealed class IntervalSetTests
{
    [Fact]
    public void It_is_a_set_whatever_is_added_in_whatever_order() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte From, byte Length)[]>(), additions =>
        {
            var (set, model) = (new IntervalSet(), new HashSet<ulong>());
            foreach (var (from, length) in additions)
            {
                var before = model.Count;
                for (ulong n = from; n < (ulong)from + length; n++) model.Add(n);
                if (set.Add(from, (ulong)from + length) != (ulong)(model.Count - before)) return false;
            }

            var apart = set.Ranges.Zip(set.Ranges.Skip(1)).All(p => p.First.To < p.Second.From);
            return apart && Enumerable.Range(0, 600).All(n => set.Contains((ulong)n) == model.Contains((ulong)n));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_stays_bounded_and_counts_what_it_joined()
    {
        var set = new IntervalSet();
        for (ulong n = 0; n < 5_000; n++) set.Add(2 * n, 2 * n + 1);
        Assert.Equal(1_000, set.Ranges.Count);
        Assert.Equal(4_000UL, set.Forgotten);
        Assert.True(set.Contains(9_998));
        Assert.False(set.Contains(9_997));
    }

    [Fact]
    public void Gaps_are_what_lies_between() =>
        Assert.Equal([new SequenceRange(3, 5), new SequenceRange(7, 9)], IntervalSet.From([new(0, 3), new(5, 7), new(9, 10)]).Gaps());
}

using EdgeProbe.Scoring.Parity;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Scoring.Tests.Parity;

public sealed class GroupStatisticsTests
{
    [Fact]
    public void Fast_figures_are_those_of_all_pairs()
    {
        // Whole points bring ties, tenths bring rounding, and both signs are there.
        var values = Gen.OneOf(Gen.Choose(-20, 100).Select(v => (double)v), Gen.Choose(-1_000, 1_000).Select(v => v / 10.0), Gen.Choose(0, 1_000_000).Select(v => v / 7919.0));
        var groups = values.ArrayOf().Where(v => v.Length > 0).Two();
        Prop.ForAll(groups.ToArbitrary(), pair =>
        {
            var (a, b) = (pair.Item1, pair.Item2);
            return GroupStatistics.HodgesLehmann(a, b) == NaiveShift(a, b)
                && Math.Abs(GroupStatistics.CliffsDelta(a, b) - NaiveDelta(a, b)) < 1e-9
                && Math.Abs(GroupStatistics.MannWhitneyZ(a, b) - NaiveZ(a, b)) < 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Five_thousand_by_five_thousand_customers_need_no_table_of_all_pairs()
    {
        var random = new Random(20261124);
        var (a, b) = (Scores(80), Scores(73));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (shift, delta, z) = (GroupStatistics.HodgesLehmann(a, b), GroupStatistics.CliffsDelta(a, b), GroupStatistics.MannWhitneyZ(a, b));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(shift, 6.5, 7.5);
        Assert.InRange(delta, 0.3, 0.5);
        Assert.True(z > 30, $"z is {z}");
        // The 25 million differences alone would be 200 MB.
        Assert.True(allocated < 2_000_000, $"{allocated} bytes");

        List<double> Scores(double centre) => [.. Enumerable.Range(0, 5_000).Select(_ => Math.Clamp(centre + 20 * (random.NextDouble() + random.NextDouble() - 1), 0, 100))];
    }

    private static double NaiveShift(double[] a, double[] b)
    {
        var differences = a.SelectMany(x => b.Select(y => x - y)).Order().ToArray();
        var middle = differences.Length / 2;
        return differences.Length % 2 == 1 ? differences[middle] : (differences[middle - 1] + differences[middle]) / 2;
    }

    private static double NaiveDelta(double[] a, double[] b) => (double)a.Sum(x => b.Sum(y => x.CompareTo(y) is var o && o > 0 ? 1 : o < 0 ? -1 : 0)) / (a.Length * b.Length);

    private static double NaiveZ(double[] a, double[] b)
    {
        double n = a.Length, m = b.Length, total = n + m;
        var u = a.Sum(x => b.Sum(y => x > y ? 1 : x < y ? 0 : 0.5));
        var ties = a.Concat(b).GroupBy(v => v).Sum(g => Math.Pow(g.Count(), 3) - g.Count());
        var variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)));
        return variance <= 0 ? 0 : (u - n * m / 2) / Math.Sqrt(variance);
    }
}

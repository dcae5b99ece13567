using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;

namespace EdgeProbe.Collector.Tests.Scores;

public sealed class TestSpanTests
{
    private static readonly TestKey Tcp = Rows.PassiveTest(18, Kind.PassiveRtt, Segment.Wan, "tcp");
    private static readonly TestKey Traffic = Rows.PassiveTest(28, Kind.PassiveTraffic, Segment.None, "traffic");

    [Fact]
    public void Counters_of_several_windows_add_up_beside_their_delays()
    {
        var span = TestSpan.Of(Five(i => Rows.Passive(
            Tcp, At(i), i == 0 ? [] : Enumerable.Repeat(20_000UL, 10), (Counter.PayloadBytes, 1_000), (Counter.LostBytes, (ulong)i))))!;
        Assert.Equal((5_000UL, 10UL, 0UL), (span.Counts![Counter.PayloadBytes], span.Counts[Counter.LostBytes], span.Counts[Counter.Segments]));
        Assert.Equal((40, 40, 0), (span.Sent, span.Delays.Count, span.Lost));
    }

    [Fact]
    public void Of_a_level_the_largest_window_stands_for_all()
    {
        var span = TestSpan.Of(Five(i => Rows.Passive(
            Traffic, At(i), [], (Counter.PeakBytesDown, (ulong)(i == 3 ? 900 : 100 * i)), (Counter.Misplaced, i == 1 ? 1UL : 0), (Counter.ActiveSeconds, 9))))!;
        Assert.Equal((900UL, 1UL, 45UL), (span.Counts![Counter.PeakBytesDown], span.Counts[Counter.Misplaced], span.Counts[Counter.ActiveSeconds]));
    }

    [Fact]
    public void Active_tests_have_no_counters() => Assert.Null(TestSpan.Of([Rows.Row(delays: [1])])!.Counts);

    private static long At(int window) => Rows.Noon + window * 10_000L;

    private static IEnumerable<WindowRow> Five(Func<int, WindowRow> make) => Enumerable.Range(0, 5).Select(make);
}

using EdgeProbe.Agent.Windows.Passive;
using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Tests.Windows.Passive;

/// <summary>Into which window what the flow stage finds out is sorted.</summary>
public sealed class PassiveStageTests
{
    private readonly PassiveRig _rig = new();

    [Theory]
    [InlineData(PassiveSeries.TcpConnect, Side.Lan, Kind.PassiveConnect, Segment.Lan, "tcp")]
    [InlineData(PassiveSeries.TcpConnect, Side.Wan, Kind.PassiveConnect, Segment.Wan, "tcp")]
    [InlineData(PassiveSeries.QuicConnect, Side.Wan, Kind.PassiveConnect, Segment.Wan, "quic")]
    [InlineData(PassiveSeries.TcpRtt, Side.Lan, Kind.PassiveRtt, Segment.Lan, "tcp")]
    [InlineData(PassiveSeries.LoadedTcpRtt, Side.Wan, Kind.PassiveRtt, Segment.Wan, "tcp under load")]
    [InlineData(PassiveSeries.QuicRtt, Side.Lan, Kind.PassiveRtt, Segment.Lan, "quic")]
    [InlineData(PassiveSeries.Dns, Side.Wan, Kind.PassiveDns, Segment.Wan, "dns")]
    [InlineData(PassiveSeries.Tls, Side.Wan, Kind.PassiveTls, Segment.Wan, "tls")]
    [InlineData(PassiveSeries.Rtp, Side.Lan, Kind.PassiveRtp, Segment.Lan, "rtp")]
    [InlineData(PassiveSeries.IcmpEcho, Side.Wan, Kind.PassiveIcmp, Segment.Wan, "echo")]
    public void Each_series_has_a_test_of_its_own_on_each_side(PassiveSeries series, Side side, Kind kind, Segment segment, string name)
    {
        _rig.Delays(series, side, 1, 10);
        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal(new PassiveTest(kind, segment, name), told.Series);
    }

    [Fact]
    public void Traffic_has_no_side()
    {
        _rig.Count(PassiveSeries.Traffic, Side.Unknown, 1, Counter.PacketsUp, 10);
        Assert.Equal(new PassiveTest(Kind.PassiveTraffic, Segment.None, "traffic"), Assert.Single(_rig.NextWindow()).Series);
    }

    [Fact]
    public void What_lies_on_neither_side_is_not_published()
    {
        _rig.Delays(PassiveSeries.TcpRtt, Side.Unknown, 1, 100);
        _rig.Count(PassiveSeries.TcpRtt, Side.Unknown, 1, Counter.Segments, 100);
        Assert.Empty(_rig.NextWindow());
    }

    [Fact]
    public void Windows_begin_at_whole_tens_of_seconds_and_close_when_time_has_come_to_their_end()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 9.999, 10);
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 10, 11);
        _rig.Advance(9.999);
        Assert.Empty(_rig.Take());
        _rig.Advance(10);
        Assert.Equal((0, 10u), Window(Assert.Single(_rig.Take())));
        _rig.Advance(20);
        Assert.Equal((10, 11u), Window(Assert.Single(_rig.Take())));
    }

    [Fact]
    public void Frames_a_little_out_of_order_land_in_their_own_windows()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 10.001, 10);
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 9.998, 12);
        _rig.Advance(20);
        Assert.Equal([(0, 12u), (10, 10u)], _rig.Take().Select(Window));
        Assert.Equal(0, _rig.Stage.Late);
    }

    [Fact]
    public void What_comes_late_goes_into_the_newest_open_window_and_is_counted()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 10);
        _rig.NextWindow();
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 11, 10);
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 9, 3);
        Assert.Equal((10, 13u), Window(Assert.Single(_rig.NextWindow())));
        Assert.Equal(3, _rig.Stage.Late);
    }

    [Fact]
    public void What_comes_late_while_no_window_is_open_goes_into_the_next()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 10);
        _rig.NextWindow();
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 9, 10);
        Assert.Equal((10, 10u), Window(Assert.Single(_rig.NextWindow())));
        Assert.Equal(10, _rig.Stage.Late);
    }

    [Fact]
    public void The_end_of_the_capture_closes_what_is_open_and_a_new_capture_in_the_same_window_goes_into_the_next()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 10);
        _rig.Advance(2);
        _rig.Stage.Finish();
        Assert.Equal((0, 10u), Window(Assert.Single(_rig.Take())));
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 4, 10);
        Assert.Equal((10, 10u), Window(Assert.Single(_rig.NextWindow().Concat(_rig.NextWindow()))));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(-25)]
    [InlineData(-3600)]
    [InlineData(40)]
    public void Two_windows_never_share_a_key_whatever_the_wall_clock_does(double step)
    {
        var windows = new List<(double Start, uint Sent)>();
        for (var i = 0; i < 65; i++) Second(i);
        for (var i = 65; i < 200; i++) Second(i + step);
        _rig.Stage.Finish();
        windows.AddRange(_rig.Take().Select(Window));
        Assert.Equal(windows.Count, windows.Select(window => window.Start).Distinct().Count());
        Assert.Equal(2000, windows.Sum(window => window.Sent) + _rig.Stage.Withheld);

        void Second(double at)
        {
            _rig.Advance(at);
            _rig.Delays(PassiveSeries.Dns, Side.Wan, at, 10);
            windows.AddRange(_rig.Take().Select(Window));
        }
    }

    [Fact]
    public void A_step_backwards_ends_the_window_and_is_flagged()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 5, 10);
        _rig.Advance(5);
        _rig.Advance(-3600);
        Assert.Equal(MeasurementFlags.ClockStepped, Assert.Single(_rig.Take()).Flags);
        _rig.Delays(PassiveSeries.Dns, Side.Wan, -3599, 10);
        _rig.Advance(-3590);
        Assert.Equal(MeasurementFlags.None, Assert.Single(_rig.Take()).Flags);
    }

    [Fact]
    public void A_correction_under_a_second_is_no_step()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 5, 10);
        _rig.Advance(5);
        _rig.Advance(4.1);
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 4.1, 10);
        Assert.Equal((0, 20u), Window(Assert.Single(_rig.NextWindow())));
    }

    [Fact]
    public void A_time_that_comes_again_is_withheld_and_counted()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 15, 10);
        _rig.Advance(15);
        _rig.Advance(12);
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 12, 7);
        Assert.Single(_rig.NextWindow());
        Assert.Equal(7, _rig.Stage.Withheld);
    }

    [Fact]
    public void Windows_that_nobody_takes_are_given_up_oldest_first_and_counted()
    {
        for (var i = 0; i < 9; i++)
        {
            _rig.Delays(PassiveSeries.Dns, Side.Wan, i * 10, 10);
            _rig.Advance(i * 10 + 10);
        }

        Assert.Equal([30, 40, 50, 60, 70, 80], _rig.Take().Select(told => told.Start));
        Assert.Equal(3, _rig.WindowsDropped);
    }

    [Fact]
    public void A_steady_household_allocates_nothing_on_the_flow_thread()
    {
        var second = 0;
        for (; second < 300; second++) Second(second);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (; second < 600; second++) Second(second);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Second(int at)
        {
            foreach (var side in (ReadOnlySpan<Side>)[Side.Lan, Side.Wan])
            {
                for (var series = PassiveSeries.TcpConnect; series < PassiveSeries.Traffic; series++)
                {
                    for (var i = 0; i < 20; i++) _rig.Delays(series, side, at + i / 20.0, 1, (uint)(500 + 997 * i));
                    _rig.Failures(series, side, at, 1);
                    _rig.Count(series, side, at, Counter.Segments, 3);
                }
            }

            _rig.Count(PassiveSeries.Traffic, Side.Unknown, at, Counter.PacketsUp, 100);
            _rig.Advance(at + 1);
        }
    }

    private static (double, uint) Window(Told told) => (told.Start, told.Sent);
}

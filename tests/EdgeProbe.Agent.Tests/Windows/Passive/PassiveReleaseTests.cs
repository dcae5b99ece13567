using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Tests.Windows.Passive;

/// <summary>What may leave the box, what waits, and for how long: the privacy rule of this room's README.</summary>
public sealed class PassiveReleaseTests
{
    private readonly PassiveRig _rig = new();

    [Fact]
    public void Ten_delays_leave_with_their_window()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 10, 14_500);
        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal((10u, 10u, 0u, 0u, Reason.Answered, 10L, 14_500UL), (told.Sent, told.Received, told.Lost, told.Failed, told.Reason, told.Delays, told.Max));
        Assert.Equal((null, 0), (told.Ipdv, told.Slots));
    }

    [Fact]
    public void Nine_delays_wait_for_a_tenth()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 9, 1000);
        Assert.Empty(_rig.NextWindow());
        Assert.Empty(_rig.NextWindow());
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 21, 1, 9000);
        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal((20, 10u, 10L, 9000UL), (told.Start, told.Sent, told.Delays, told.Max));
    }

    [Fact]
    public void Delays_wait_for_thirty_windows_and_are_then_dropped_and_counted()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 9);
        for (var i = 0; i < 29; i++) Assert.Empty(Window(i));
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 291, 1);
        Assert.Equal(10u, Assert.Single(Window(29)).Sent);

        _rig.Delays(PassiveSeries.Dns, Side.Wan, 301, 9);
        for (var i = 30; i < 60; i++) Assert.Empty(Window(i));
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 601, 9);
        Assert.Empty(Window(60));
        Assert.Equal(9, _rig.Release.TooFew);

        // Another series has traffic all the time, so that there is a window each ten seconds.
        IEnumerable<Told> Window(int i)
        {
            _rig.Delays(PassiveSeries.Tls, Side.Wan, i * 10 + 1, 10);
            return _rig.NextWindow().Where(told => told.Series.Kind == Kind.PassiveDns);
        }
    }

    [Fact]
    public void What_waited_through_a_long_silence_is_dropped_though_no_window_closed_in_it()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 9);
        _rig.Advance(10);
        Assert.Empty(_rig.Take());
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 400, 9);
        _rig.Advance(410);
        Assert.Empty(_rig.Take());
        Assert.Equal(9, _rig.Release.TooFew);
    }

    [Fact]
    public void Attempts_that_brought_no_delay_are_lost_or_failed_by_their_reason()
    {
        _rig.Delays(PassiveSeries.TcpConnect, Side.Wan, 1, 10);
        _rig.Failures(PassiveSeries.TcpConnect, Side.Wan, 1, 2, Reason.ConnectTimedOut);
        _rig.Failures(PassiveSeries.TcpConnect, Side.Wan, 1, 3, Reason.ConnectionReset);
        _rig.Failures(PassiveSeries.TcpConnect, Side.Wan, 1, 9, Reason.NotAttempted);
        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal((15u, 10u, 2u, 3u, Reason.ConnectionReset), (told.Sent, told.Received, told.Lost, told.Failed, told.Reason));
    }

    [Fact]
    public void An_answer_that_is_no_success_keeps_its_delay_its_reason_and_its_code()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 10, 14_000, Reason.NameNotFound, 3);
        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal((10u, 10u, Reason.NameNotFound, (ushort?)3), (told.Sent, told.Received, told.Reason, told.Code));
    }

    [Fact]
    public void A_dead_line_is_told_at_once_by_ten_attempts_while_earlier_answers_wait()
    {
        _rig.Delays(PassiveSeries.TcpConnect, Side.Wan, 1, 5, reason: Reason.Refused);
        _rig.Failures(PassiveSeries.TcpConnect, Side.Wan, 2, 10);
        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal((10u, 0u, 10u, 0L, Reason.TimedOut), (told.Sent, told.Received, told.Lost, told.Delays, told.Reason));
        _rig.Delays(PassiveSeries.TcpConnect, Side.Wan, 11, 5, reason: Reason.Refused);
        told = Assert.Single(_rig.NextWindow());
        Assert.Equal((10u, 10u, 0u, Reason.Refused), (told.Sent, told.Received, told.Lost, told.Reason));
    }

    [Fact]
    public void One_failure_beside_nine_answers_waits_with_them_and_does_not_look_like_a_dead_line()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 9);
        _rig.Failures(PassiveSeries.Dns, Side.Wan, 1, 1);
        Assert.Empty(_rig.NextWindow());
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 11, 1);
        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal((11u, 10u, 1u), (told.Sent, told.Received, told.Lost));
    }

    [Fact]
    public void Counters_leave_when_they_speak_of_ten_packets_and_the_delays_beside_them_wait()
    {
        _rig.Delays(PassiveSeries.TcpRtt, Side.Wan, 1, 4);
        _rig.Count(PassiveSeries.TcpRtt, Side.Wan, 1, Counter.Segments, 10);
        _rig.Count(PassiveSeries.TcpRtt, Side.Wan, 1, Counter.PayloadBytes, 14_480);
        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal((0u, 0L), (told.Sent, told.Delays));
        Assert.Equal((10UL, 14_480UL), (told.Counts[Counter.Segments], told.Counts[Counter.PayloadBytes]));
        _rig.Delays(PassiveSeries.TcpRtt, Side.Wan, 11, 6);
        told = Assert.Single(_rig.NextWindow());
        Assert.Equal((10u, 0), (told.Sent, told.Counts.Count));
    }

    [Fact]
    public void Counters_of_nine_packets_wait_and_add_up_but_for_levels()
    {
        foreach (var (at, level) in new[] { (1.0, 900UL), (11.0, 300UL) })
        {
            _rig.Count(PassiveSeries.Traffic, Side.Unknown, at, Counter.PacketsDown, 6);
            _rig.Count(PassiveSeries.Traffic, Side.Unknown, at, Counter.PeakBytesDown, level);
            if (at < 10) Assert.Empty(_rig.NextWindow());
        }

        var told = Assert.Single(_rig.NextWindow());
        Assert.Equal((12UL, 900UL), (told.Counts[Counter.PacketsDown], told.Counts[Counter.PeakBytesDown]));
    }

    [Fact]
    public void Counters_of_a_few_packets_are_dropped_after_five_minutes_and_what_the_capture_lost_is_not()
    {
        _rig.Count(PassiveSeries.Traffic, Side.Unknown, 1, Counter.BytesUp, 400);
        _rig.Count(PassiveSeries.Traffic, Side.Unknown, 1, Counter.PacketsUp, 4);
        _rig.Counters = new CaptureCounters { FramesReceived = 4, FramesDropped = 1 };
        Assert.Empty(_rig.NextWindow());
        _rig.Delays(PassiveSeries.Tls, Side.Wan, 301, 10);
        _rig.Advance(310);
        var told = Assert.Single(_rig.Take(), told => told.Series.Kind == Kind.PassiveTraffic);
        Assert.Equal([(Counter.FramesDropped, 1UL), (Counter.FramesReceived, 4UL)], told.Counts.Select(c => (c.Key, c.Value)));
        Assert.Equal(1, _rig.Release.TooFew);
    }

    [Fact]
    public void What_the_capture_counts_is_told_as_differences_beside_the_traffic()
    {
        foreach (var (at, frames, dropped) in new[] { (1, 100, 0), (11, 250, 7) })
        {
            _rig.Count(PassiveSeries.Traffic, Side.Unknown, at, Counter.PacketsUp, 20);
            _rig.Counters = new CaptureCounters { FramesReceived = frames, FramesDropped = dropped, ObservationsDropped = dropped * 2, SampledOut = dropped * 3 };
            var counts = Assert.Single(_rig.NextWindow()).Counts;
            Assert.Equal(at == 1 ? 100UL : 150UL, counts[Counter.FramesReceived]);
            Assert.Equal(
                at == 1 ? (0UL, 0UL, 0UL) : (7UL, 14UL, 21UL),
                (counts.GetValueOrDefault(Counter.FramesDropped), counts.GetValueOrDefault(Counter.ObservationsDropped), counts.GetValueOrDefault(Counter.PacketsSampledOut)));
        }
    }

    [Fact]
    public void A_window_without_a_packet_of_the_customers_still_says_that_the_capture_saw_the_wire()
    {
        _rig.Counters = new CaptureCounters { FramesReceived = 5 };
        _rig.Count(PassiveSeries.Traffic, Side.Unknown, 1, Counter.OwnPackets, 5);
        Assert.Equal(5UL, Assert.Single(_rig.NextWindow()).Counts[Counter.FramesReceived]);
    }

    [Fact]
    public void An_alias_is_taken_when_a_series_first_has_something_that_may_leave()
    {
        _rig.Delays(PassiveSeries.Rtp, Side.Wan, 1, 9);
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 1, 10);
        _rig.NextWindow();
        Assert.Equal(Kind.PassiveDns, Assert.Single(_rig.Series).Kind);
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 11, 10);
        _rig.Delays(PassiveSeries.Rtp, Side.Wan, 11, 1);
        _rig.NextWindow();
        Assert.Equal([Kind.PassiveDns, Kind.PassiveRtp], _rig.Series.Select(series => series.Kind));
    }

    [Fact]
    public void Several_windows_taken_at_once_keep_their_counters_apart()
    {
        _rig.Count(PassiveSeries.Traffic, Side.Unknown, 1, Counter.PacketsUp, 11);
        _rig.Count(PassiveSeries.Traffic, Side.Unknown, 11, Counter.PacketsUp, 12);
        _rig.Advance(20);
        Assert.Equal([11UL, 12UL], _rig.Take().Select(told => told.Counts[Counter.PacketsUp]));
    }

    [Fact]
    public void A_step_of_the_wall_clock_makes_nothing_wait_for_longer_than_five_minutes_more()
    {
        _rig.Delays(PassiveSeries.Dns, Side.Wan, 7201, 9);
        _rig.Advance(7210);
        _rig.Take();
        _rig.Advance(0);
        foreach (var at in new[] { 1, 301 })
        {
            _rig.Delays(PassiveSeries.Tls, Side.Wan, at, 10);
            _rig.Advance(at + 10);
            _rig.Take();
        }

        Assert.Equal(9, _rig.Release.TooFew);
    }
}

using EdgeProbe.Agent.Windows;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Windows;

public sealed class WindowStageTests
{
    private const uint Test = 1;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private readonly WindowStage _windows;
    private readonly List<Sample> _samples = [];

    public WindowStageTests()
    {
        _windows = new WindowStage(10_000, _clock);
        Add(Test, Kind.Icmp);
    }

    [Fact]
    public void An_attempt_belongs_to_the_window_in_which_it_started()
    {
        Move(9.9);
        var key = Start();
        Move(0.5);
        End(key, Answer(400_000));
        Tick();
        var sample = Assert.Single(_samples);
        Assert.Equal(new Window(1_700_000_000_000, 10_000), sample.Window);
        Assert.Equal((1u, 1u), (sample.Sent, sample.Received));
    }

    [Fact]
    public void A_window_closes_as_soon_as_its_attempts_have_ended()
    {
        Attempt(Answer(1000));
        Move(9.9);
        Tick();
        Assert.Empty(_samples);
        Move(0.1);
        Tick();
        Assert.Single(_samples);
    }

    [Fact]
    public void A_window_waits_for_its_attempts_no_longer_than_the_timeout_and_half_a_second()
    {
        Start();
        Move(10 + 3.4);
        Tick();
        Assert.Empty(_samples);
        Move(0.1);
        Tick();
        var sample = Assert.Single(_samples);
        Assert.Equal((1u, 0u, 1u, Reason.TimedOut), (sample.Sent, sample.Received, sample.Lost, sample.Reason));
    }

    [Fact]
    public void What_ends_after_its_window_was_closed_is_counted_and_changes_nothing()
    {
        var key = Start();
        Move(14);
        Tick();
        End(key, Answer(1000));
        Tick();
        Assert.Single(_samples);
        Assert.Equal(1, _windows.AfterClose);
    }

    [Fact]
    public void A_slot_is_bad_when_more_than_half_of_its_attempts_were_lost()
    {
        foreach (var lost in new[] { true, true, true, false, false, true, false, true, false }) Attempt(lost ? Lost() : Answer(1000), 1);
        Close();
        Assert.Equal([new Slot(SlotState.Bad, 5), new Slot(SlotState.Good, 4)], _samples[0].Slots);
    }

    [Fact]
    public void A_slot_without_an_attempt_is_unknown()
    {
        Move(6);
        Attempt(Answer(1000));
        Close();
        Assert.Equal([new Slot(SlotState.Unknown, 0), new Slot(SlotState.Good, 1)], _samples[0].Slots);
    }

    [Fact]
    public void A_failed_check_makes_a_bad_slot_though_its_server_answered()
    {
        Add(2, Kind.Http);
        var key = _windows.Started(2, _clock.GetTimestamp());
        _windows.Ended(2, key, Measurement.Failed(Reason.HttpServerError, 503) with { DelayMicroseconds = 9000 });
        Close();
        Assert.Equal(new Slot(SlotState.Bad, 1), _samples[0].Slots[0]);
        Assert.Equal((1u, 1u, (ushort?)503), (_samples[0].Received, _samples[0].Failures.Http, _samples[0].Code));
    }

    [Fact]
    public void Loss_comes_in_runs_ordered_by_the_start_whatever_ended_first()
    {
        var keys = Enumerable.Range(0, 6).Select(_ =>
        {
            var key = Start();
            Move(1);
            return key;
        }).ToArray();
        foreach (var (i, m) in new[] { (5, Lost()), (0, Answer(1000)), (4, Lost()), (1, Lost()), (2, Lost()), (3, Answer(1000)) }) End(keys[i], m);
        Close();
        Assert.Equal((6u, 2u, 4u, 2u), (_samples[0].Sent, _samples[0].Received, _samples[0].Lost, _samples[0].LossEpisodes));
    }

    [Fact]
    public void Ipdv_is_the_mean_difference_of_successive_answers_in_order_of_their_start()
    {
        var first = Start();
        Move(1);
        Attempt(Answer(2000), 1);
        Attempt(Lost(), 1);
        Attempt(Answer(1500));
        End(first, Answer(1000));
        Close();
        Assert.Equal(750u, _samples[0].IpdvMicroseconds);
    }

    [Fact]
    public void One_answer_has_no_ipdv()
    {
        Attempt(Answer(1000));
        Close();
        Assert.Null(_samples[0].IpdvMicroseconds);
    }

    [Fact]
    public void A_round_trip_above_three_seconds_is_a_loss()
    {
        Attempt(Answer(3_000_000), 1);
        Attempt(Answer(3_000_001));
        Close();
        Assert.Equal((2u, 1u, 1u, 3_000_000UL), (_samples[0].Sent, _samples[0].Received, _samples[0].Lost, _samples[0].Delays.Max));
    }

    [Fact]
    public void A_fetch_may_take_longer_than_three_seconds()
    {
        Add(2, Kind.Http);
        var key = _windows.Started(2, _clock.GetTimestamp());
        _windows.Ended(2, key, Answer(4_000_000));
        Close();
        Assert.Equal((1u, Reason.Answered), (_samples[0].Received, _samples[0].Reason));
    }

    [Fact]
    public void An_answer_is_late_beyond_the_days_smallest_delay_and_the_jitter_buffer()
    {
        Attempt(Answer(10_000), 1);
        Attempt(Answer(130_000), 1);
        Attempt(Answer(130_001));
        Close();
        Assert.Equal(1u, _samples[0].Late);
    }

    [Fact]
    public void The_smallest_delay_is_forgotten_after_a_day()
    {
        var smallest = new SmallestDelay(_clock);
        smallest.Add(100);
        _clock.Advance(TimeSpan.FromHours(23));
        smallest.Add(500);
        Assert.Equal(100u, smallest.Value);
        _clock.Advance(TimeSpan.FromHours(2));
        smallest.Add(700);
        Assert.Equal(500u, smallest.Value);
    }

    [Fact]
    public void What_was_not_attempted_is_no_loss()
    {
        _windows.NotAttempted(Test, _clock.GetTimestamp(), Reason.LimitReached);
        Attempt(Measurement.Failed(Reason.NoPermission));
        Close();
        Assert.Equal((0u, 0u, 2u), (_samples[0].Sent, _samples[0].Lost, _samples[0].NotAttempted));
        Assert.Equal(SlotState.Unknown, _samples[0].Slots[0].State);
    }

    [Fact]
    public void The_commonest_reason_is_the_samples_reason()
    {
        foreach (var reason in new[] { Reason.TimedOut, Reason.HostUnreachable, Reason.HostUnreachable }) Attempt(Measurement.Failed(reason), 1);
        Attempt(Answer(1000));
        Close();
        Assert.Equal(Reason.HostUnreachable, _samples[0].Reason);
    }

    [Fact]
    public void A_name_that_is_not_found_failed_and_was_not_lost()
    {
        Attempt(Measurement.Failed(Reason.NameNotFound));
        Close();
        Assert.Equal((1u, 1u, 0u), (_samples[0].Sent, _samples[0].Failed, _samples[0].Lost));
    }

    [Fact]
    public void A_window_in_which_nothing_happened_gives_no_sample()
    {
        Attempt(Answer(1000));
        Close();
        Move(30);
        Tick();
        Assert.Single(_samples);
    }

    [Fact]
    public void The_end_of_the_program_closes_all_without_calling_what_is_under_way_lost()
    {
        Attempt(Answer(1000), 1);
        Start();
        _windows.CloseAll(Collect);
        var sample = Assert.Single(_samples);
        Assert.Equal((1u, 1u, 0u), (sample.Sent, sample.Received, sample.Lost));
    }

    [Fact]
    public void Stage_times_of_checks_are_averaged_over_those_that_reached_the_stage()
    {
        Add(2, Kind.Http);
        foreach (var phases in new[] { new HttpPhases(100, 200, 300, 400), new HttpPhases(300, null, null, null) })
            _windows.Ended(2, _windows.Started(2, _clock.GetTimestamp()), Answer(1000) with { Http = phases });
        Close();
        Assert.Equal(new HttpPhases(200, 200, 300, 400), _samples[0].Http);
    }

    [Fact]
    public void A_steady_plan_reuses_its_windows()
    {
        for (var i = 0; i < 100; i++) Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Round();
        // The fake clock itself allocates nothing here; a window with its arrays would be over 400 bytes, each time.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 100);

        void Round()
        {
            _windows.Ended(Test, Start(), Answer(1000));
            _clock.Advance(TimeSpan.FromSeconds(10));
            _windows.Tick(static _ => { });
        }
    }

    private void Add(uint alias, Kind kind) =>
        _windows.Add(new WindowedTest { Alias = alias, Kind = kind, Timeout = TimeSpan.FromSeconds(3) });

    private long Start() => _windows.Started(Test, _clock.GetTimestamp());

    private void End(long key, Measurement measurement) => _windows.Ended(Test, key, measurement);

    private void Attempt(Measurement measurement, double thenSeconds = 0)
    {
        End(Start(), measurement);
        Move(thenSeconds);
    }

    private void Move(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private void Tick() => _windows.Tick(Collect);

    private void Close()
    {
        Move(20);
        Tick();
    }

    private void Collect(IReadOnlyList<Sample> samples) => _samples.AddRange(samples);

    private static Measurement Answer(uint microseconds) => Measurement.Answered(TimeSpan.FromMicroseconds(microseconds));

    private static Measurement Lost() => Measurement.Failed(Reason.TimedOut);
}

using EdgeProbe.Agent.Windows;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Windows;

/// <summary>The wall clock is set while windows are open (scoring profile 1, section 9).</summary>
public sealed class SteppedClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SteppableClock _clock = new(Noon);
    private readonly WindowStage _windows;
    private readonly List<(Window Window, uint Sent, MeasurementFlags Flags)> _samples = [];

    public SteppedClockTests()
    {
        _windows = new WindowStage(10_000, _clock);
        _windows.Add(new WindowedTest { Alias = 1, Kind = Kind.Icmp, Timeout = TimeSpan.FromSeconds(3) });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public void A_step_of_hours_ends_the_window_and_says_so(int hours)
    {
        Run(seconds: 5);
        Step(TimeSpan.FromHours(hours));
        Run(seconds: 30);
        Assert.All(_samples, s => Assert.InRange(s.Sent, 1u, 10u));
        Assert.Equal(1, _samples.Count(s => s.Flags.HasFlag(MeasurementFlags.ClockStepped)));
        Assert.Contains(_samples, s => s.Window.StartMs == (Noon + TimeSpan.FromHours(hours) + TimeSpan.FromSeconds(10)).ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(-3.0)]
    [InlineData(-25.0)]
    [InlineData(-600.0)]
    [InlineData(4.0)]
    public void Two_windows_never_share_a_key(double seconds)
    {
        Run(seconds: 65);
        Step(TimeSpan.FromSeconds(seconds));
        Run(seconds: 120);
        Assert.Equal(_samples.Count, _samples.Select(s => s.Window.StartMs).Distinct().Count());
    }

    [Fact]
    public void Attempts_at_a_time_that_comes_again_are_withheld_and_counted()
    {
        Run(seconds: 60);
        Step(TimeSpan.FromSeconds(-30));
        Run(seconds: 60);
        Assert.Equal(120, _samples.Sum(s => (long)s.Sent) + _windows.Withheld);
        Assert.InRange(_windows.Withheld, 30, 41);
    }

    [Fact]
    public void A_correction_under_a_second_is_no_step()
    {
        Run(seconds: 5);
        Step(TimeSpan.FromMilliseconds(-900));
        Run(seconds: 30);
        Assert.DoesNotContain(_samples, s => s.Flags.HasFlag(MeasurementFlags.ClockStepped));
        Assert.Equal(_samples.Count, _samples.Select(s => s.Window.StartMs).Distinct().Count());
    }

    [Fact]
    public void A_delay_is_what_the_monotonic_clock_says_whatever_the_wall_clock_does()
    {
        var key = _windows.Started(1, _clock.GetTimestamp());
        Step(TimeSpan.FromHours(-1));
        Tick();
        _windows.Ended(1, key, Measurement.Answered(TimeSpan.FromMilliseconds(20)));
        Run(seconds: 20);
        Assert.Contains(_samples, s => s.Window.StartMs == Noon.ToUnixTimeMilliseconds() && s.Sent == 1);
    }

    private void Run(int seconds)
    {
        for (var i = 0; i < seconds * 2; i++)
        {
            if (i % 2 == 0) _windows.Ended(1, _windows.Started(1, _clock.GetTimestamp()), Measurement.Answered(TimeSpan.FromMilliseconds(1)));
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            Tick();
        }

        if (seconds >= 20)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            Tick();
        }
    }

    private void Step(TimeSpan by) => _clock.Offset += by;

    private void Tick() => _windows.Tick(samples => _samples.AddRange(samples.Select(s => (s.Window, s.Sent, s.Flags))));

    /// <summary>A wall clock that can be set while timers and timestamps go on, as on a real machine.</summary>
    private sealed class SteppableClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

        // The base counts its timestamps from GetUtcNow, in ticks.
        public override long GetTimestamp() => base.GetTimestamp() - Offset.Ticks;
    }
}

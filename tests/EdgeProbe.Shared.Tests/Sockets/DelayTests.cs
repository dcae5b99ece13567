using EdgeProbe.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Shared.Tests.Sockets;

public sealed class DelayTests
{
    private static readonly TimeProvider Clock = new FakeTimeProvider();
    private static readonly long Wall = new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc).Ticks;

    [Fact]
    public void The_kernel_s_time_counts_and_not_the_wait_for_the_processor()
    {
        var delay = Between(wall: TimeSpan.FromMilliseconds(2000), monotonic: TimeSpan.FromMilliseconds(2000), kernel: TimeSpan.FromMicroseconds(64.5));
        Assert.Equal(new Delay(TimeSpan.FromMicroseconds(64.5), false, false), delay);
    }

    [Fact]
    public void Without_the_kernel_s_time_the_monotonic_clock_counts_and_it_is_said()
    {
        var delay = Between(TimeSpan.FromMicroseconds(90), TimeSpan.FromMicroseconds(91), null);
        Assert.Equal(new Delay(TimeSpan.FromMicroseconds(91), true, false), delay);
    }

    [Fact]
    public void A_slewed_wall_clock_is_not_a_step()
    {
        var monotonic = TimeSpan.FromSeconds(3);
        var slewed = monotonic + monotonic * 500e-6;
        Assert.False(Between(slewed, monotonic, TimeSpan.FromMilliseconds(20)).ClockStepped);
    }

    [Fact]
    public void Any_step_either_way_leaves_the_monotonic_difference() => Prop.ForAll<int, int>((step, took) =>
    {
        var monotonic = TimeSpan.FromMicroseconds(1 + Math.Abs((long)took) % 3_000_000);
        var moved = TimeSpan.FromMilliseconds(step) + TimeSpan.FromMilliseconds(step < 0 ? -2 : 2);
        var delay = Between(monotonic + moved, monotonic, monotonic + moved - TimeSpan.FromTicks(50));
        return delay == new Delay(monotonic, true, true);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_answer_from_before_the_question_is_not_made_to_look_possible() =>
        Assert.True(Between(TimeSpan.FromMicroseconds(50), TimeSpan.FromMicroseconds(50), TimeSpan.FromMicroseconds(-1)).Value < TimeSpan.Zero);

    private static Delay Between(TimeSpan wall, TimeSpan monotonic, TimeSpan? kernel)
    {
        var sent = new Moment(Wall, 1000);
        var received = new Moment(Wall + wall.Ticks, 1000 + (long)Math.Round(monotonic.TotalSeconds * Clock.TimestampFrequency));
        return Delay.Between(sent, received, kernel is { } at ? Wall + at.Ticks : 0, Clock);
    }
}

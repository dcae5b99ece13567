using EdgeProbe.Agent.Tests.Probers.Sockets;
using EdgeProbe.Probers.Icmp;
using EdgeProbe.Sockets;
using EdgeProbe.Testing;

namespace EdgeProbe.Agent.Tests.Probers.Icmp;

public sealed class MisbehavingEchoTests
{
    private static readonly IcmpOptions Patient = new() { Timeout = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task A_forged_reply_is_counted_and_the_true_one_still_taken()
    {
        using var hosts = new TwoHosts();
        using var peer = await EchoPeer.StartAsync(hosts, (self, request, from) =>
        {
            self.Reply(request, from, tokenChange: 1);
            self.Reply(request, from, tokenChange: ulong.MaxValue);
            self.Reply(request, from);
        });
        await using var prober = await ProbeAsync(hosts, Patient);
        var m = await prober.MeasureAsync(Targets.At(hosts.Cable.Right.V4), default);
        Assert.Equal((Reason.Answered, (ushort)2, (ushort)0), (m.Reason, m.Invalid, m.Duplicates));
    }

    [Fact]
    public async Task Copies_of_a_reply_are_duplicates_of_the_next_measurement()
    {
        using var hosts = new TwoHosts();
        var copies = 3;
        using var peer = await EchoPeer.StartAsync(hosts, (self, request, from) =>
        {
            for (var i = 0; i < copies; i++) self.Reply(request, from);
        });
        await using var prober = await ProbeAsync(hosts, Patient);
        var target = Targets.At(hosts.Cable.Right.V4);
        var first = await prober.MeasureAsync(target, default);
        copies = 1;
        var second = await prober.MeasureAsync(target, default);
        Assert.Equal((Reason.Answered, Reason.Answered), (first.Reason, second.Reason));
        Assert.Equal((0, 2), (first.Duplicates, first.Duplicates + second.Duplicates));
        Assert.Equal((0, 0), (first.Invalid, second.Invalid));
    }

    [Fact]
    public async Task An_answer_behind_a_later_one_is_marked_reordered()
    {
        using var hosts = new TwoHosts();
        byte[]? held = null;
        using var peer = await EchoPeer.StartAsync(hosts, (self, request, from) =>
        {
            if (held is null)
            {
                held = request;
                return;
            }

            self.Reply(request, from);
            self.Reply(held, from);
        });
        await using var prober = await ProbeAsync(hosts, Patient);
        var target = Targets.At(hosts.Cable.Right.V4);
        var first = prober.MeasureAsync(target, default).AsTask();
        var second = await prober.MeasureAsync(target, default);
        Assert.Equal(MeasurementFlags.None, second.Flags);
        Assert.Equal((Reason.Answered, MeasurementFlags.Reordered), ((await first).Reason, (await first).Flags));
    }

    [Fact]
    public async Task An_answer_after_the_timeout_is_late_and_neither_received_nor_invalid()
    {
        using var hosts = new TwoHosts();
        (byte[] Request, NativeAddress From)? held = null;
        var holding = true;
        using var peer = await EchoPeer.StartAsync(hosts, (self, request, from) =>
        {
            if (holding) held = (request, from);
            else self.Reply(request, from);
        });
        await using var prober = await ProbeAsync(hosts, new IcmpOptions { Timeout = TimeSpan.FromMilliseconds(500) });
        var target = Targets.At(hosts.Cable.Right.V4);
        Assert.Equal(Reason.TimedOut, (await prober.MeasureAsync(target, default)).Reason);
        holding = false;
        peer.Reply(held!.Value.Request, held.Value.From);
        await Eventually.TrueAsync(() => prober.Late == 1, "the late answer is counted");
        var next = await prober.MeasureAsync(target, default);
        Assert.Equal((Reason.Answered, (ushort)0, (ushort)0), (next.Reason, next.Invalid, next.Duplicates));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_wall_clock_step_does_not_change_the_delay(int hours)
    {
        var clock = new SteppedClock();
        using var hosts = new TwoHosts(clock);
        using var peer = await EchoPeer.StartAsync(hosts, (self, request, from) =>
        {
            clock.Step = TimeSpan.FromHours(hours);
            self.Reply(request, from);
        });
        await using var prober = await ProbeAsync(hosts, Patient);
        var m = await prober.MeasureAsync(Targets.At(hosts.Cable.Right.V4), default);
        Assert.Equal((Reason.Answered, MeasurementFlags.UserSpaceTime | MeasurementFlags.ClockStepped), (m.Reason, m.Flags));
        Assert.InRange(m.DelayMicroseconds!.Value, 1u, 20_000_000u);
    }

    private static Task<IcmpEchoProber> ProbeAsync(TwoHosts hosts, IcmpOptions options) =>
        hosts.Probe.RunAsync(() => new IcmpEchoProber(hosts.Loop, hosts.Clock, options));

    /// <summary>The system's clocks, with a wall clock that is set while the monotonic one goes on.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Step;
    }
}

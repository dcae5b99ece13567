using System.Net;
using EdgeProbe.Agent.Tests.Probers.Sockets;
using EdgeProbe.Probers.Stamp;
using EdgeProbe.Sockets;
using EdgeProbe.Stamp;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Agent.Tests.Probers.Stamp;

public sealed class StampProberTests
{
    private static readonly ClockQuality Good = new(true, TimeSpan.FromMilliseconds(1));
    private static readonly ClockQuality Unsynchronised = new(false, TimeSpan.FromMilliseconds(1));
    private static readonly StampOptions Patient = new() { Timeout = TimeSpan.FromSeconds(20) };
    private static readonly StampOptions Hasty = new() { Timeout = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reflector_answers_with_kernel_times_and_nothing_is_lost(bool v6)
    {
        using var hosts = new TwoHosts();
        using var reflector = await ReflectAsync(hosts, v6, Unsynchronised);
        await using var prober = Prober(hosts, Patient, Good);
        for (var i = 0; i < 5; i++)
        {
            var m = await MeasureAsync(hosts, prober, reflector, v6);
            Assert.Equal((Reason.Answered, MeasurementFlags.None, default(LossSplit)), (m.Reason, m.Flags, m.Loss));
            Assert.InRange(m.DelayMicroseconds!.Value, 1u, 20_000_000u);
            Assert.Null(m.OneWay);
        }

        Assert.Equal(1, reflector.Counters.Sessions);
    }

    [Theory]
    [InlineData(Way.In, false)]
    [InlineData(Way.In, true)]
    [InlineData(Way.Out, false)]
    [InlineData(Way.Out, true)]
    public async Task Loss_is_laid_on_the_way_it_happened_on_exactly(Way way, bool v6)
    {
        using var hosts = new TwoHosts();
        using var reflector = await ReflectAsync(hosts, v6, Good);
        await using var prober = Prober(hosts, new StampOptions { Timeout = TimeSpan.FromSeconds(4) }, Good);
        var rule = hosts.Rules.LoseOneIn(4, way, hosts.Device, way == Way.In ? "udp dport 8620" : "udp sport 8620");
        var (up, down, lost) = (0, 0, 0);
        // All at once, so that one long timeout covers them: a loaded machine may be slow, but not so slow.
        var waiting = Enumerable.Range(0, 17).Select(_ => MeasureAsync(hosts, prober, reflector, v6)).ToArray();
        foreach (var m in await Task.WhenAll(waiting)) Count(m);
        var dropped = rule.Packets;
        rule.Remove();
        Count(await MeasureAsync(hosts, prober, reflector, v6));
        Assert.Equal((5, 0), (dropped, prober.Late));
        Assert.Equal(way == Way.In ? (5, 0, 5) : (0, 5, 5), (up, down, lost));

        void Count(Measurement m)
        {
            up += m.Loss.Up;
            down += m.Loss.Down;
            if (m.CountsAsLost) lost++;
        }
    }

    [Fact]
    public async Task One_way_delays_add_up_to_the_round_trip_between_good_clocks()
    {
        using var hosts = new TwoHosts();
        using var reflector = await ReflectAsync(hosts, false, Good);
        await using var prober = Prober(hosts, Patient, Good);
        for (var i = 0; i < 5; i++)
        {
            var m = await MeasureAsync(hosts, prober, reflector, false);
            var oneWay = Assert.NotNull(m.OneWay);
            Assert.InRange<long>(oneWay.UpMicroseconds + oneWay.DownMicroseconds, m.DelayMicroseconds!.Value - 3, m.DelayMicroseconds.Value + 3);
            Assert.InRange(oneWay.ErrorMicroseconds, 2000u, 2020u);
        }
    }

    [Fact]
    public async Task A_large_clock_error_at_either_end_gives_no_one_way_delays()
    {
        using var hosts = new TwoHosts();
        using var reflector = await ReflectAsync(hosts, false, Good);
        await using var prober = Prober(hosts, Patient, new ClockQuality(true, TimeSpan.FromMilliseconds(4.5)));
        Assert.Null((await MeasureAsync(hosts, prober, reflector, false)).OneWay);
    }

    [Theory]
    [InlineData(false, 0x0303)]
    [InlineData(true, 0x0104)]
    public async Task Nobody_listening_is_a_port_unreachable_each_time(bool v6, int code)
    {
        using var hosts = new TwoHosts();
        await using var prober = Prober(hosts, Patient, Good);
        var address = v6 ? hosts.Cable.Right.V6 : hosts.Cable.Right.V4;
        for (var i = 0; i < 3; i++)
        {
            var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At(address, Kind.Stamp), default).AsTask());
            Assert.Equal((Reason.PortUnreachable, (ushort)code), (m.Reason, m.Code));
        }
    }

    [Fact]
    public async Task A_black_hole_times_out_and_is_loss()
    {
        using var hosts = new TwoHosts();
        using var reflector = await ReflectAsync(hosts, false, Good);
        hosts.Rules.Drop(Way.In, hosts.Device, "udp dport 8620");
        await using var prober = Prober(hosts, Hasty, Good);
        var m = await MeasureAsync(hosts, prober, reflector, false);
        Assert.Equal((Reason.TimedOut, true, null), (m.Reason, m.CountsAsLost, m.DelayMicroseconds));
    }

    [Fact]
    public async Task No_route_is_the_probe_s_own_fault()
    {
        using var hosts = new TwoHosts();
        await using var prober = Prober(hosts, Patient, Good);
        var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At("198.51.100.1", Kind.Stamp), default).AsTask());
        Assert.Equal((Reason.NoRoute, Fault.Probe), (m.Reason, m.Fault));
    }

    [Fact]
    public async Task A_reflector_that_began_anew_makes_no_loss_of_nothing()
    {
        using var hosts = new TwoHosts();
        await using var prober = Prober(hosts, Patient, Good);
        for (var life = 0; life < 3; life++)
        {
            using var reflector = await ReflectAsync(hosts, false, Good);
            for (var i = 0; i < 3; i++)
            {
                var m = await MeasureAsync(hosts, prober, reflector, false);
                Assert.Equal((Reason.Answered, default(LossSplit)), (m.Reason, m.Loss));
            }
        }
    }

    [Fact]
    public async Task Forged_and_copied_answers_are_counted_and_change_nothing()
    {
        using var hosts = new TwoHosts();
        using var peer = await ReflectingPeer.StartAsync(hosts, 8620, (self, answer, to) =>
        {
            self.Send(answer with { Sender = answer.Sender with { Timestamp = answer.Sender.Timestamp + 1 } }, to);
            self.Send(answer with { SessionId = (ushort)(answer.SessionId ^ 2) }, to);
            self.SendRaw(new byte[43], to);
            self.Send(answer, to);
            self.Send(answer, to);
        });
        await using var prober = Prober(hosts, Patient, Good);
        var target = Targets.At(hosts.Cable.Right.V4, Kind.Stamp, 8620);
        var (invalid, duplicates) = (0, 0);
        for (var i = 0; i < 3; i++)
        {
            var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(target, default).AsTask());
            Assert.Equal((Reason.Answered, default(LossSplit)), (m.Reason, m.Loss));
            invalid += m.Invalid;
            duplicates += m.Duplicates;
        }

        // The copy behind the last answer belongs to a measurement that is not made.
        Assert.Equal((9, 2), (invalid, duplicates));
    }

    [Fact]
    public async Task The_time_inside_the_reflector_is_not_part_of_the_round_trip()
    {
        using var hosts = new TwoHosts();
        // It says that it received the packet when it was sent, and held it since: all but the way back was inside it.
        using var peer = await ReflectingPeer.StartAsync(hosts, 8620, (self, answer, to) =>
            self.Send(answer with { Received = answer.Sender.Timestamp, Timestamp = StampTime.ToNtp(TimeProvider.System.GetUtcNow().UtcTicks) }, to));
        await using var prober = Prober(hosts, Patient, Good);
        var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At(hosts.Cable.Right.V4, Kind.Stamp, 8620), default).AsTask());
        Assert.Equal(Reason.Answered, m.Reason);
        Assert.Equal(0, m.OneWay!.Value.UpMicroseconds);
        Assert.InRange<long>(m.DelayMicroseconds!.Value, m.OneWay.Value.DownMicroseconds - 3, m.OneWay.Value.DownMicroseconds + 3);
    }

    [Fact]
    public void Wrong_options_name_the_setting_and_its_range()
    {
        var problems = new StampOptions { Timeout = TimeSpan.Zero, MaxClockError = TimeSpan.FromSeconds(1) }.Problems().ToArray();
        Assert.Equal(
            ["stamp.timeout is 00:00:00; it must lie between 10 ms and 60 s", "stamp.maxClockError is 00:00:01; it must lie between 0 and 100 ms"],
            problems);
    }

    private static Task<StampReflector> ReflectAsync(TwoHosts hosts, bool v6, ClockQuality quality) => hosts.Target.RunAsync(() =>
    {
        var at = new IPEndPoint(v6 ? hosts.Cable.Right.V6 : hosts.Cable.Right.V4, 8620);
        var reflector = StampReflector.TryOpen(at, hosts.Loop, hosts.Clock, new FixedQuality(quality), new(), out var problem);
        Assert.Null(problem);
        return reflector!;
    });

    private static StampProber Prober(TwoHosts hosts, StampOptions options, ClockQuality quality) =>
        new(hosts.Loop, hosts.Clock, new FixedQuality(quality), options);

    private static Task<Measurement> MeasureAsync(TwoHosts hosts, StampProber prober, StampReflector reflector, bool v6)
    {
        var address = v6 ? hosts.Cable.Right.V6 : hosts.Cable.Right.V4;
        return hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At(address, Kind.Stamp, reflector.LocalPort), default).AsTask());
    }

    private sealed record FixedQuality(ClockQuality Quality) : IClockQuality
    {
        public ClockQuality Read() => Quality;
    }
}

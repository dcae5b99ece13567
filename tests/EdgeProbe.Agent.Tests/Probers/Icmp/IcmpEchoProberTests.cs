using EdgeProbe.Agent.Tests.Probers.Sockets;
using EdgeProbe.Probers.Icmp;
using EdgeProbe.Sockets;
using EdgeProbe.Testing.Namespaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Agent.Tests.Probers.Icmp;

public sealed class IcmpEchoProberTests
{
    private static readonly IcmpOptions Patient = new() { Timeout = TimeSpan.FromSeconds(20) };
    private static readonly IcmpOptions Hasty = new() { Timeout = TimeSpan.FromMilliseconds(300) };

    [Theory]
    [InlineData("127.0.0.1", true, "icmp-datagram")]
    [InlineData("127.0.0.1", false, "icmp-raw")]
    [InlineData("::1", true, "icmp-datagram")]
    [InlineData("::1", false, "icmp-raw")]
    public async Task The_kernel_answers_over_either_socket_and_stamps_it(string address, bool allowed, string capability)
    {
        using var here = NetworkNamespace.Create();
        if (allowed) here.AllowIcmpSockets();
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        await using var prober = await here.RunAsync(() => new IcmpEchoProber(loop, TimeProvider.System, Patient));
        var target = Targets.At(address);
        Assert.Equal(capability, prober.CapabilityOf(target.Family));
        Assert.Null(prober.ProblemOf(target.Family));
        for (var i = 0; i < 5; i++)
        {
            var m = await prober.MeasureAsync(target, default);
            Assert.Equal((Reason.Answered, MeasurementFlags.None), (m.Reason, m.Flags));
            Assert.InRange(m.DelayMicroseconds!.Value, 1u, 10_000_000u);
            Assert.Equal((0, 0), (m.Duplicates, m.Invalid));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_black_hole_times_out_and_is_loss(bool v6)
    {
        using var hosts = new TwoHosts();
        hosts.Rules.Drop(Way.In, hosts.Device, v6 ? "icmpv6 type echo-request" : "icmp type echo-request");
        await using var prober = await hosts.Probe.RunAsync(() => new IcmpEchoProber(hosts.Loop, TimeProvider.System, Hasty));
        var m = await prober.MeasureAsync(Targets.At(v6 ? hosts.Cable.Right.V6 : hosts.Cable.Right.V4), default);
        Assert.Equal((Reason.TimedOut, null), (m.Reason, m.DelayMicroseconds));
        Assert.True(m.CountsAsLost);
    }

    [Theory]
    [InlineData("icmp type host-unreachable", false, true, Reason.HostUnreachable, 0x0301)]
    [InlineData("icmp type net-unreachable", false, false, Reason.NetworkUnreachable, 0x0300)]
    [InlineData("icmp type admin-prohibited", false, true, Reason.AdministrativelyProhibited, 0x030D)]
    [InlineData("icmpv6 type addr-unreachable", true, true, Reason.HostUnreachable, 0x0103)]
    [InlineData("icmpv6 type no-route", true, false, Reason.NetworkUnreachable, 0x0100)]
    public async Task An_unreachable_is_a_reason_with_its_code(string with, bool v6, bool datagram, Reason reason, int code)
    {
        using var hosts = new TwoHosts();
        if (datagram) hosts.Probe.AllowIcmpSockets();
        hosts.Rules.Reject(Way.In, hosts.Device, v6 ? "icmpv6 type echo-request" : "icmp type echo-request", with);
        await using var prober = await hosts.Probe.RunAsync(() => new IcmpEchoProber(hosts.Loop, TimeProvider.System, Patient));
        // Twice: the error of the first must not spoil the sending of the second.
        for (var i = 0; i < 2; i++)
        {
            var m = await prober.MeasureAsync(Targets.At(v6 ? hosts.Cable.Right.V6 : hosts.Cable.Right.V4), default);
            Assert.Equal((reason, (ushort)code), (m.Reason, m.Code));
        }
    }

    [Fact]
    public async Task No_route_is_the_probe_s_own_fault_and_not_loss()
    {
        using var here = NetworkNamespace.Create();
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        await using var prober = await here.RunAsync(() => new IcmpEchoProber(loop, TimeProvider.System, Patient));
        var m = await prober.MeasureAsync(Targets.At("198.51.100.1"), default);
        Assert.Equal((Reason.NoRoute, Fault.Probe), (m.Reason, m.Fault));
        Assert.False(m.CountsAsLost);
    }

    [Fact]
    public async Task Without_the_capability_it_says_what_to_do()
    {
        using var here = NetworkNamespace.Create();
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        await using var prober = await here.RunAsync(
            () => ThreadCapabilities.WithoutNetRaw(() => new IcmpEchoProber(loop, TimeProvider.System, Patient)));
        var m = await prober.MeasureAsync(Targets.At("127.0.0.1"), default);
        Assert.Equal((Reason.NoPermission, Outcome.NotAttempted), (m.Reason, m.Outcome));
        Assert.Equal("none", prober.Capability);
        Assert.Contains("net.ipv4.ping_group_range", prober.ProblemOf(IpFamily.V4), StringComparison.Ordinal);
        Assert.Contains("CAP_NET_RAW", prober.ProblemOf(IpFamily.V6), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_throws_and_the_prober_goes_on()
    {
        using var hosts = new TwoHosts();
        var rule = hosts.Rules.Drop(Way.In, hosts.Device);
        await using var prober = await hosts.Probe.RunAsync(() => new IcmpEchoProber(hosts.Loop, TimeProvider.System, Patient));
        using var cancel = new CancellationTokenSource();
        var waiting = prober.MeasureAsync(Targets.At(hosts.Cable.Right.V4), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        rule.Remove();
        Assert.Equal(Reason.Answered, (await prober.MeasureAsync(Targets.At(hosts.Cable.Right.V4), default)).Reason);
    }

    [Fact]
    public async Task Two_hundred_targets_at_once_all_get_their_own_answer()
    {
        using var here = NetworkNamespace.Create();
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        await using var prober = await here.RunAsync(() => new IcmpEchoProber(loop, TimeProvider.System, Patient));
        var all = Enumerable.Range(1, 200).Select(i => prober.MeasureAsync(Targets.At($"127.0.0.{i}", test: (uint)i), default).AsTask());
        var measured = await Task.WhenAll(all);
        Assert.All(measured, m => Assert.Equal((Reason.Answered, (ushort)0), (m.Reason, m.Invalid)));
    }

    [Fact]
    public async Task Starting_an_attempt_allocates_nothing_once_warm()
    {
        using var here = NetworkNamespace.Create();
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        await using var prober = await here.RunAsync(() => new IcmpEchoProber(loop, TimeProvider.System, Patient));
        var target = Targets.At("127.0.0.1");
        for (var i = 0; i < 50; i++) await prober.MeasureAsync(target, default);
        var allocated = 0L;
        for (var i = 0; i < 50; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var attempt = prober.MeasureAsync(target, default);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            await attempt;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Wrong_options_name_the_setting_and_its_range()
    {
        var problems = new IcmpOptions { Timeout = TimeSpan.Zero, PayloadBytes = 4 }.Problems().ToArray();
        Assert.Equal(2, problems.Length);
        Assert.Equal("icmp.timeout is 00:00:00; it must lie between 10 ms and 60 s", problems[0]);
        Assert.Equal("icmp.payloadBytes is 4; it must lie between 8 and 1024", problems[1]);
    }
}

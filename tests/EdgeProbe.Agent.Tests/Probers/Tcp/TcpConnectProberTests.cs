using System.Net;
using System.Net.Sockets;
using EdgeProbe.Agent.Tests.Probers.Sockets;
using EdgeProbe.Probers.Tcp;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Agent.Tests.Probers.Tcp;

public sealed class TcpConnectProberTests
{
    private static readonly TcpOptions Patient = new() { Timeout = TimeSpan.FromSeconds(20) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_open_port_answers_and_no_connection_is_left_behind(bool v6)
    {
        using var hosts = new TwoHosts();
        var address = v6 ? hosts.Cable.Right.V6 : hosts.Cable.Right.V4;
        using var listener = await hosts.Target.RunAsync(() => Listen(address));
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        await using var prober = new TcpConnectProber(hosts.Loop, hosts.Clock, Patient);
        for (var i = 0; i < 5; i++)
        {
            var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At(address, Kind.Tcp, port), default).AsTask());
            Assert.Equal((Reason.Answered, MeasurementFlags.UserSpaceTime), (m.Reason, m.Flags));
            Assert.InRange(m.DelayMicroseconds!.Value, 1u, 20_000_000u);
        }

        Assert.Equal("", hosts.Probe.Run("ss", "--no-header", "-tan").Trim());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_closed_port_is_refused_by_the_target_and_is_not_loss(bool v6)
    {
        using var hosts = new TwoHosts();
        var address = v6 ? hosts.Cable.Right.V6 : hosts.Cable.Right.V4;
        await using var prober = new TcpConnectProber(hosts.Loop, hosts.Clock, Patient);
        var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At(address, Kind.Tcp, 9), default).AsTask());
        Assert.Equal((Outcome.Refused, Fault.Target), (m.Outcome, m.Fault));
        Assert.False(m.CountsAsLost);
        Assert.InRange(m.DelayMicroseconds!.Value, 1u, 20_000_000u);
    }

    [Fact]
    public async Task A_black_hole_times_out_and_is_loss()
    {
        using var hosts = new TwoHosts();
        hosts.Rules.Drop(Way.In, hosts.Device, "tcp dport 80");
        await using var prober = new TcpConnectProber(hosts.Loop, hosts.Clock, new TcpOptions { Timeout = TimeSpan.FromMilliseconds(300) });
        var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At(hosts.Cable.Right.V4, Kind.Tcp, 80), default).AsTask());
        Assert.Equal((Reason.ConnectTimedOut, null), (m.Reason, m.DelayMicroseconds));
        Assert.True(m.CountsAsLost);
        Assert.Equal("", hosts.Probe.Run("ss", "--no-header", "-tan").Trim());
    }

    [Theory]
    [InlineData(false, "icmp type host-unreachable", Reason.HostUnreachable, 0x0301)]
    [InlineData(false, "icmp type admin-prohibited", Reason.AdministrativelyProhibited, 0x030D)]
    [InlineData(true, "icmpv6 type addr-unreachable", Reason.HostUnreachable, 0x0103)]
    [InlineData(false, "tcp reset", Reason.Refused, 0)]
    public async Task What_the_network_says_is_a_reason_with_its_code(bool v6, string with, Reason reason, int code)
    {
        using var hosts = new TwoHosts();
        // nft rejects with a reset only behind the routing decision, so as a router would: on the way out.
        hosts.Rules.Reject(Way.In, hosts.Device, "tcp dport 80", with);
        await using var prober = new TcpConnectProber(hosts.Loop, hosts.Clock, Patient);
        var address = v6 ? hosts.Cable.Right.V6 : hosts.Cable.Right.V4;
        var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At(address, Kind.Tcp, 80), default).AsTask());
        Assert.Equal((reason, (ushort)code), (m.Reason, m.Code));
    }

    [Fact]
    public async Task No_route_is_the_probe_s_own_fault_and_not_loss()
    {
        using var hosts = new TwoHosts();
        await using var prober = new TcpConnectProber(hosts.Loop, hosts.Clock, Patient);
        var m = await hosts.Probe.RunAsync(() => prober.MeasureAsync(Targets.At("198.51.100.1", Kind.Tcp, 80), default).AsTask());
        Assert.Equal((Reason.NoRoute, Fault.Probe, false), (m.Reason, m.Fault, m.CountsAsLost));
    }

    [Fact]
    public async Task Cancelling_throws_and_closes_the_connection()
    {
        using var hosts = new TwoHosts();
        hosts.Rules.Drop(Way.In, hosts.Device);
        await using var prober = new TcpConnectProber(hosts.Loop, hosts.Clock, Patient);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hosts.Probe.RunAsync(async () =>
        {
            var waiting = prober.MeasureAsync(Targets.At(hosts.Cable.Right.V4, Kind.Tcp, 80), cancel.Token);
            await cancel.CancelAsync();
            return await waiting;
        }));
        Assert.Equal("", hosts.Probe.Run("ss", "--no-header", "-tan").Trim());
    }

    [Fact]
    public async Task A_prober_that_goes_away_ends_what_is_under_way()
    {
        using var hosts = new TwoHosts();
        hosts.Rules.Drop(Way.In, hosts.Device);
        var prober = new TcpConnectProber(hosts.Loop, hosts.Clock, Patient);
        var m = await hosts.Probe.RunAsync(async () =>
        {
            var waiting = prober.MeasureAsync(Targets.At(hosts.Cable.Right.V4, Kind.Tcp, 80), default);
            await prober.DisposeAsync();
            return await waiting;
        });
        Assert.Equal(Reason.NotAttempted, m.Reason);
    }

    [Fact]
    public void A_wrong_timeout_names_the_setting_and_its_range() => Assert.Equal(
        ["tcp.timeout is 00:01:01; it must lie between 10 ms and 60 s"],
        new TcpOptions { Timeout = TimeSpan.FromSeconds(61) }.Problems());

    private static Socket Listen(IPAddress address)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        return listener;
    }
}

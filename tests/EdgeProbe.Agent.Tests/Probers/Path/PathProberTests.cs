using System.Net;
using System.Net.Sockets;
using EdgeProbe.Probers.Path;

namespace EdgeProbe.Agent.Tests.Probers.Path;

public sealed class PathProberTests(PathLab lab) : IClassFixture<PathLab>
{
    [Theory]
    [InlineData(IpFamily.V4, 0x0303)]
    [InlineData(IpFamily.V6, 0x0104)]
    public async Task Every_hop_is_named_in_order_up_to_the_destination(IpFamily family, int code)
    {
        var walk = await lab.WalkAsync(PathLab.Of(lab.Core.Right, family));
        Assert.Equal(lab.Way(family), walk.Hops.Select(hop => hop.Address));
        Assert.Equal([1, 2, 3], walk.Hops.Select(hop => (int)hop.Number));
        Assert.Equal([Reason.TtlExceeded, Reason.TtlExceeded, Reason.Answered], walk.Hops.Select(hop => hop.Reason));
        Assert.All(walk.Hops, hop => Assert.InRange(hop.DelayMicroseconds!.Value, 1u, 2_000_000u));
        Assert.Equal((true, 3, 0), (walk.IsReached, walk.Sent, walk.Invalid));
        Assert.Equal((lab.Way(family)[0], lab.Way(family)[1]), (walk.Gateway, walk.FirstBeyondGateway!.Value.Address));
        Assert.Equal(code, walk.Hops[2].Code);
    }

    [Fact]
    public async Task The_measurement_holds_the_facts_and_the_observer_hears_of_the_walk()
    {
        PathWalk? heard = null;
        await using var prober = lab.Prober(walked: (_, walk) => heard = walk);
        var measurement = await lab.Probe.RunAsync(() => prober.MeasureAsync(PathLab.Target(lab.Core.Right.V4), default).AsTask());
        Assert.Equal((Reason.Answered, new PathFacts(3, 3, heard!.Hash) { FirstHop = heard.FirstHopHash }), (measurement.Reason, measurement.Path!.Value));
        Assert.Equal(heard.Hops[2].DelayMicroseconds, measurement.DelayMicroseconds);
    }

    [Fact]
    public async Task A_listener_at_the_destination_that_answers_is_the_destination()
    {
        using var listener = await lab.Shop.RunAsync(() =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.Bind(new IPEndPoint(IPAddress.Any, 33434));
            return made;
        });
        var echoing = EchoOnceAsync(listener);
        var walk = await lab.WalkAsync(lab.Core.Right.V4);
        await echoing;
        Assert.Equal((Reason.Answered, lab.Core.Right.V4), (walk.Reason, walk.Hops[^1].Address));
    }

    [Fact]
    public async Task A_neighbour_that_is_not_there_is_this_machines_own_complaint()
    {
        var walk = await lab.WalkAsync(IPAddress.Parse("10.99.1.77"), PathLab.Quick with { Timeout = TimeSpan.FromSeconds(5) });
        Assert.Equal((Reason.HostUnreachable, 0), (walk.Reason, walk.Hops.Count));
    }

    [Fact]
    public async Task It_needs_no_privilege()
    {
        var walk = await Unprivileged.RunAsync(() => lab.Prober().WalkAsync(PathLab.Target(IPAddress.Loopback), default));
        Assert.Equal((true, 1), (walk.IsReached, walk.Hops.Count));
    }

    [Fact]
    public async Task All_walks_to_a_target_are_one_flow()
    {
        var seen = new List<int>();
        using var listener = await lab.Shop.RunAsync(() =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.Bind(new IPEndPoint(IPAddress.Any, 33434));
            return made;
        });
        await using var prober = lab.Prober(PathLab.Quick with { MaxSilent = 2, Timeout = TimeSpan.FromMilliseconds(100) });
        for (var walks = 0; walks < 3; walks++) await lab.WalkAsync(prober, lab.Core.Right.V4);
        var buffer = new byte[64];
        while (listener.Available > 0)
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            listener.ReceiveFrom(buffer, ref from);
            seen.Add(((IPEndPoint)from).Port);
        }

        Assert.True(seen.Count >= 3, $"{seen.Count} datagrams came");
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task Datagrams_to_one_target_keep_their_distance()
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        await lab.WalkAsync(lab.Core.Right.V4, new PathOptions());
        Assert.True(clock.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(400), "three datagrams need two pauses of 200 ms");
    }

    private static async Task EchoOnceAsync(Socket socket)
    {
        var buffer = new byte[64];
        var got = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0));
        await socket.SendToAsync(buffer.AsMemory(0, got.ReceivedBytes), SocketFlags.None, got.RemoteEndPoint);
    }
}

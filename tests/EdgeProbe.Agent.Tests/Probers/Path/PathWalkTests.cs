using System.Net;
using EdgeProbe.Probers.Path;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Agent.Tests.Probers.Path;

public sealed class PathWalkTests
{
    [Fact]
    public void The_same_path_has_the_same_hash_whatever_the_delays()
    {
        Assert.Equal(Walk("10.0.0.1", "10.0.1.1").Hash, (Walk("10.0.0.1", "10.0.1.1") with { Sent = 9 }).Hash);
        Assert.NotEqual(Walk("10.0.0.1", "10.0.1.1").Hash, Walk("10.0.1.1", "10.0.0.1").Hash);
        Assert.NotEqual(Walk("10.0.0.1", null, "10.0.1.1").Hash, Walk("10.0.0.1", "10.0.1.1").Hash);
    }

    [Fact]
    public void A_hop_that_keeps_silent_is_no_change_of_route()
    {
        var whole = Walk("10.0.0.1", "10.0.1.1", "10.0.2.1");
        Assert.True(whole.IsSameRouteAs(Walk("10.0.0.1", null, "10.0.2.1")));
        Assert.True(Walk(null, "10.0.1.1", "10.0.2.1").IsSameRouteAs(whole));
        Assert.False(whole.IsSameRouteAs(Walk("10.0.0.1", "10.9.9.9", "10.0.2.1")));
        Assert.False(whole.IsSameRouteAs(Walk("10.0.0.1", "10.0.2.1")));
        Assert.False(whole.IsSameRouteAs(Walk("10.0.0.1", "10.0.1.1", null, "10.0.2.1")));
    }

    [Fact]
    public void The_first_hop_beyond_the_gateway_is_the_first_that_answers()
    {
        Assert.Equal("10.0.2.1", Walk("10.0.0.1", null, "10.0.2.1").FirstBeyondGateway!.Value.Address!.ToString());
        Assert.Null(Walk("10.0.0.1").FirstBeyondGateway);
        Assert.Null(Walk(null, "10.0.1.1").Gateway);
    }

    [Fact]
    public void Lines_behind_one_access_node_have_the_same_first_hop()
    {
        var one = Walk("192.168.1.1", "10.0.1.1", "10.0.2.1").FirstHopHash;
        Assert.Equal(one, Walk("192.168.178.1", null, "10.0.1.1", "10.0.9.9").FirstHopHash);
        Assert.NotEqual(one, Walk("192.168.1.1", "10.0.1.2", "10.0.2.1").FirstHopHash);
        Assert.Equal(0ul, Walk("192.168.1.1").FirstHopHash);
    }

    [Fact]
    public void Hostile_quotations_never_throw_and_are_never_ours() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), quoted =>
            PathDatagram.TryRead(quoted, 0x0123456789ABCDEF, out _) == (quoted.Length == 0)).QuickCheckThrowOnFailure();

    [Fact]
    public void Wrong_settings_are_told_by_name()
    {
        Assert.Empty(new PathOptions().Problems());
        var wrong = new PathOptions
        {
            Port = 0, MaxHops = 65, MaxSilent = 0, Tries = 6, Timeout = TimeSpan.Zero, Pace = TimeSpan.Zero, AtOnce = 0,
        };
        Assert.Equal(
            [
                "path.port is 0; it must lie between 1 and 65535",
                "path.maxHops is 65; it must lie between 1 and 64",
                "path.maxSilent is 0; it must lie between 1 and 16",
                "path.tries is 6; it must lie between 1 and 5",
                "path.timeout is 00:00:00; it must lie between 100 ms and 5 s",
                "path.pace is 00:00:00; it must lie between 20 ms and 5 s",
                "path.atOnce is 0; it must lie between 1 and 8",
            ],
            wrong.Problems());
    }

    private static PathWalk Walk(params string?[] addresses)
    {
        var hops = addresses.Select((address, at) => new PathHop(
            (byte)(at + 1),
            address is null ? null : IPAddress.Parse(address),
            address is null ? null : 100,
            address is null ? Reason.TimedOut : at == addresses.Length - 1 ? Reason.Answered : Reason.TtlExceeded,
            0));
        return new PathWalk([.. hops], Reason.Answered, addresses.Length, 0, MeasurementFlags.None);
    }
}

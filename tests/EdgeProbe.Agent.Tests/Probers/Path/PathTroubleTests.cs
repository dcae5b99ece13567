using EdgeProbe.Probers.Path;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Agent.Tests.Probers.Path;

/// <summary>Each with a way of its own, since each of them spoils it.</summary>
public sealed class PathTroubleTests : IDisposable
{
    private readonly PathLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(IpFamily.V4, "icmp type time-exceeded")]
    [InlineData(IpFamily.V6, "icmpv6 type time-exceeded")]
    public async Task A_silent_hop_is_a_gap_and_the_walk_goes_on(IpFamily family, string match)
    {
        new NftRules(_lab.Provider).Drop(Way.Out, _lab.Access.Right.Device, match);
        var walk = await _lab.WalkAsync(PathLab.Of(_lab.Core.Right, family));
        Assert.Equal([_lab.Way(family)[0], null, _lab.Way(family)[2]], walk.Hops.Select(hop => hop.Address));
        Assert.Equal((Reason.TimedOut, null), (walk.Hops[1].Reason, walk.Hops[1].DelayMicroseconds));
        Assert.Equal((true, 2, 4), (walk.IsReached, walk.Answering, walk.Sent));
        Assert.Equal(_lab.Way(family)[2], walk.FirstBeyondGateway!.Value.Address);
    }

    [Fact]
    public async Task A_hop_that_answers_the_second_time_is_no_gap()
    {
        // Loses the first of every two: the first answer of the provider, and the first of the shop behind it.
        new NftRules(_lab.Provider).LoseOneIn(2, Way.Out, _lab.Access.Right.Device, "ip protocol icmp");
        var walk = await _lab.WalkAsync(_lab.Core.Right.V4);
        Assert.Equal(_lab.Way(IpFamily.V4), walk.Hops.Select(hop => hop.Address));
        Assert.Equal(5, walk.Sent);
    }

    [Fact]
    public async Task A_destination_that_keeps_silent_ends_the_walk_and_leaves_what_was_found()
    {
        new NftRules(_lab.Shop).Drop(Way.In, _lab.Core.Right.Device, "meta l4proto udp");
        var walk = await _lab.WalkAsync(_lab.Core.Right.V4, PathLab.Quick with { MaxSilent = 2, Tries = 1 });
        Assert.Equal(_lab.Way(IpFamily.V4)[..2], walk.Hops.Select(hop => hop.Address));
        Assert.Equal((Reason.TimedOut, 2 + 2), (walk.Reason, walk.Sent));
        var measurement = walk.ToMeasurement();
        Assert.Equal((true, (byte)2), (measurement.CountsAsLost, measurement.Path!.Value.Hops));
        Assert.Null(measurement.DelayMicroseconds);
    }

    [Theory]
    [InlineData("icmpx type admin-prohibited", Reason.AdministrativelyProhibited)]
    [InlineData("icmpx type host-unreachable", Reason.HostUnreachable)]
    [InlineData("icmpx type no-route", Reason.NetworkUnreachable)]
    [InlineData("icmpx type port-unreachable", Reason.PortUnreachable)]
    public async Task A_refusal_on_the_way_ends_the_walk_with_its_reason(string with, Reason reason)
    {
        new NftRules(_lab.Gateway).Reject(Way.Out, _lab.Access.Left.Device, "meta l4proto udp", with);
        foreach (var family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
        {
            var walk = await _lab.WalkAsync(PathLab.Of(_lab.Core.Right, family));
            Assert.Equal((reason, false), (walk.Reason, walk.IsReached));
            Assert.Equal(_lab.Way(family)[0], walk.Hops[^1].Address);
        }
    }

    [Fact]
    public async Task A_loop_of_routes_stops_at_the_limit()
    {
        _lab.Provider.Run("ip", "route", "replace", "10.99.3.2/32", "via", _lab.Access.Left.V4.ToString());
        var walk = await _lab.WalkAsync(_lab.Core.Right.V4, PathLab.Quick with { MaxHops = 9 });
        Assert.Equal((Reason.TtlExceeded, 9), (walk.Reason, walk.Hops.Count));
    }

    [Fact]
    public async Task Without_a_route_nothing_is_attempted()
    {
        _lab.Probe.Run("ip", "route", "delete", "default");
        var walk = await _lab.WalkAsync(_lab.Core.Right.V4);
        Assert.Equal((Reason.NoRoute, Outcome.NotAttempted), (walk.Reason, walk.ToMeasurement().Outcome));
        Assert.Null(walk.ToMeasurement().Path);
    }
}

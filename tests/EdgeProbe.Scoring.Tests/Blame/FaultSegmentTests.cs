using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Scoring.Tests.Blame;

public sealed class FaultSegmentTests
{
    [Theory]
    [InlineData(new double[] { 0, 0, 0, 0 }, "none")]
    [InlineData(new double[] { 1, 1, 1, 1 }, "lan")]
    [InlineData(new double[] { 0, 1, 1, 1 }, "access")]
    [InlineData(new double[] { 0, 0, 0, 1 }, "service")]
    public void The_first_point_outward_that_loses_more_than_half_is_at_fault(double[] loss, string expected) =>
        Assert.Equal(expected, FaultSegment.Of([.. loss.Select(share => (double?)share)]).ToString());

    [Fact]
    public void A_silent_hop_in_front_of_a_working_service_is_innocent() =>
        Assert.Equal("none", FaultSegment.Of([0, 1, 0, 0]).ToString());

    [Fact]
    public void A_hop_that_was_not_measured_is_named_together_with_the_next() =>
        Assert.Equal("access+core", FaultSegment.Of([0, null, 1, 1]).ToString());

    [Fact]
    public void Without_the_service_nothing_can_be_said() => Assert.Equal("unknown", FaultSegment.Of([0, 1, 1, null]).ToString());
}

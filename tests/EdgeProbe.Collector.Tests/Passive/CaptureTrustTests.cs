using EdgeProbe.Collector.Passive;
using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Collector.Tests.Passive;

public sealed class CaptureTrustTests
{
    [Fact]
    public void A_thousandth_of_the_frames_may_be_missed_and_no_more()
    {
        Assert.Null(CaptureTrust.Doubt(BatchMaker.Counts((Counter.FramesReceived, 99_900), (Counter.FramesDropped, 100))));
        Assert.Equal(
            "Loss figures are not to be trusted: the probe itself missed 0.11 % of the frames (110). What the probe did not see looks like loss.",
            CaptureTrust.Doubt(BatchMaker.Counts((Counter.FramesReceived, 99_890), (Counter.FramesDropped, 110))));
    }

    [Fact]
    public void What_the_analysis_had_no_room_for_counts_as_what_the_kernel_dropped() =>
        Assert.Contains("missed 1.5 %", CaptureTrust.Doubt(BatchMaker.Counts(
            (Counter.FramesReceived, 985), (Counter.FramesDropped, 5), (Counter.ObservationsDropped, 10)))!, StringComparison.Ordinal);

    [Fact]
    public void A_capture_that_leaves_connections_out_or_sees_half_of_the_traffic_says_nothing_of_loss()
    {
        Assert.Contains("left some connections out (1,200 packets)", CaptureTrust.Doubt(BatchMaker.Counts(
            (Counter.FramesReceived, 1_000_000), (Counter.PacketsSampledOut, 1_200)))!, StringComparison.Ordinal);
        Assert.Contains("wrong place", CaptureTrust.Doubt(BatchMaker.Counts((Counter.FramesReceived, 1), (Counter.Misplaced, 1)))!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capture_that_saw_nothing_is_not_doubted()
    {
        Assert.Null(CaptureTrust.Doubt(new CounterSet()));
        Assert.Null(CaptureTrust.DroppedShare(new CounterSet()));
        Assert.Equal(1, CaptureTrust.DroppedShare(BatchMaker.Counts((Counter.FramesDropped, 3))));
    }
}

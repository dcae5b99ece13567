using EdgeProbe.Collector.Passive;
using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Collector.Tests.Passive;

public sealed class TcpLossTests
{
    [Fact]
    public void The_share_is_of_bytes_and_the_bounds_are_of_segments()
    {
        var loss = TcpLoss.Of(BatchMaker.Counts(
            (Counter.PayloadBytes, 1_460_000), (Counter.LostBytes, 4_380), (Counter.Segments, 1_000), (Counter.LostSegments, 3)))!.Value;
        Assert.Equal(0.003, loss.Share!.Value, 12);
        Assert.Equal((0.00102, 0.00878), (Math.Round(loss.SegmentBounds!.Value.Low, 5), Math.Round(loss.SegmentBounds.Value.High, 5)));
    }

    [Fact]
    public void Joined_segments_do_not_change_the_share()
    {
        var joined = TcpLoss.Of(BatchMaker.Counts(
            (Counter.PayloadBytes, 1_460_000), (Counter.LostBytes, 4_380), (Counter.Segments, 25), (Counter.LostSegments, 3)))!.Value;
        Assert.Equal(0.003, joined.Share!.Value, 12);
        Assert.InRange(joined.SegmentBounds!.Value.High, 0.2, 0.4);
    }

    [Fact]
    public void What_the_receiver_says_it_had_got_is_not_lost()
    {
        var loss = TcpLoss.Of(BatchMaker.Counts(
            (Counter.PayloadBytes, 1_460_000), (Counter.LostBytes, 14_600), (Counter.ForgivenBytes, 11_680), (Counter.Segments, 1_000), (Counter.LostSegments, 10)))!.Value;
        Assert.Equal((2_920UL, 2UL), (loss.LostBytes, loss.LostSegments));
        // Forgiven in a later window than it was lost in.
        var early = TcpLoss.Of(BatchMaker.Counts((Counter.PayloadBytes, 1_460), (Counter.ForgivenBytes, 1_460)))!.Value;
        Assert.Equal((0UL, 0.0), (early.LostBytes, early.Share!.Value));
    }

    [Fact]
    public void Without_payload_there_is_no_share_and_without_counts_no_loss()
    {
        Assert.Null(TcpLoss.Of(null));
        Assert.Null(TcpLoss.Of(new CounterSet()));
        var keepAlives = TcpLoss.Of(BatchMaker.Counts((Counter.KeepAlives, 4)))!.Value;
        Assert.Null(keepAlives.Share);
        Assert.Null(keepAlives.SegmentBounds);
    }

    [Fact]
    public void More_lost_than_seen_is_all_and_not_more()
    {
        var loss = TcpLoss.Of(BatchMaker.Counts(
            (Counter.PayloadBytes, 1_000), (Counter.LostBytes, 3_000), (Counter.Segments, 1), (Counter.LostSegments, 3)))!.Value;
        Assert.Equal(1, loss.Share);
        Assert.Equal(1, loss.SegmentBounds!.Value.High);
    }
}

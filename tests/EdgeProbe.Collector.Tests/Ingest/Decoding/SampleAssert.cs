using EdgeProbe.Collector.Ingest.Decoding;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

/// <summary>Compares what was sent with what was read, field by field.</summary>
internal static class SampleAssert
{
    public static void Same(Batch sent, DecodedBatch read)
    {
        Assert.Empty(read.Quarantined);
        Assert.Equal(
            (sent.StoreEpoch, sent.FirstSequence, sent.EndSequence, sent.ConfigRevision, sent.Clock, sent.DroppedBefore, sent.Replay),
            (read.StoreEpoch, read.FirstSequence, read.EndSequence, read.ConfigRevision, read.Clock, read.DroppedBefore, read.Replay));
        Assert.Equal(sent.Samples.Count, read.Samples.Count);
        for (var i = 0; i < sent.Samples.Count; i++)
        {
            Assert.Equal(sent.FirstSequence + (ulong)i, read.Samples[i].Sequence);
            Same(sent.Samples[i], read.Samples[i].Sample);
        }
    }

    private static void Same(Sample sent, Sample read)
    {
        Assert.Equal((sent.Test, sent.Window, sent.Reason, sent.Failures), (read.Test, read.Window, read.Reason, read.Failures));
        Assert.Equal((sent.Sent, sent.Received, sent.Failed, sent.NotAttempted), (read.Sent, read.Received, read.Failed, read.NotAttempted));
        Assert.Equal((sent.LossEpisodes, sent.LostUp, sent.LostDown), (read.LossEpisodes, read.LostUp, read.LostDown));
        Assert.Equal((sent.Duplicate, sent.Reordered, sent.Late, sent.Invalid), (read.Duplicate, read.Reordered, read.Late, read.Invalid));
        Assert.Equal((sent.IpdvMicroseconds, sent.Code, sent.Flags), (read.IpdvMicroseconds, read.Code, read.Flags));
        Assert.Equal((sent.Http, sent.OneWay, sent.Path), (read.Http, read.OneWay, read.Path));
        Assert.Equal((sent.Addresses, sent.AddressesAnswering), (read.Addresses, read.AddressesAnswering));
        Assert.Equal(sent.Slots, read.Slots);
        Assert.Equal(sent.Counts?.NotZero(), read.Counts?.NotZero());
        Same(sent.Delays, read.Delays);
    }

    // The mean travels in whole microseconds, so the sum comes back within half of one for each delay.
    private static void Same(DelaySketch sent, DelaySketch read)
    {
        Assert.Equal((sent.Count, sent.Min, sent.Max, sent.FirstIndex), (read.Count, read.Min, read.Max, read.FirstIndex));
        Assert.Equal(sent.Buckets.ToArray(), read.Buckets.ToArray());
        Assert.InRange(Math.Abs(sent.Mean - read.Mean), 0, 0.5);
    }
}

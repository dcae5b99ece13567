using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

public sealed class BatchDecoderTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(BatchMaker.First.EndMs));

    [Fact]
    public void A_batch_of_the_agents_encoder_is_read_whole()
    {
        var later = BatchMaker.First.Next().Next();
        var batch = BatchMaker.Batch(BatchMaker.Sample(1, BatchMaker.First, 20_000, 21_000), BatchMaker.Sample(2, later, 900)) with
        {
            Clock = new ClockStamp(ClockState.Synced, 1_500),
            DroppedBefore = 3,
            Replay = true,
        };
        var read = Decode(BatchMaker.Encode(batch));
        Assert.Equal((batch.StoreEpoch, 7UL, 9UL, 1U), (read.StoreEpoch, read.FirstSequence, read.EndSequence, read.ConfigRevision));
        Assert.Equal((batch.Clock, 3UL, true), (read.Clock, read.DroppedBefore, read.Replay));
        Assert.Equal([7UL, 8UL], read.Samples.Select(sample => sample.Sequence));
        Assert.Equal([BatchMaker.First, later], read.Samples.Select(sample => sample.Sample.Window));
        Assert.Empty(read.Quarantined);
        Assert.Equal(0, read.UnknownFields);
    }

    private DecodedBatch Decode(byte[] payload)
    {
        Assert.True(new BatchDecoder(_clock).TryDecode(payload, ContentTypes.Protobuf, out var batch, out var failure), failure.ToString());
        return batch!;
    }
}

using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

public sealed class RoundTripTests
{
    private readonly BatchDecoder _decoder = new(new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(BatchMaker.First.EndMs).AddDays(1)));

    [Fact]
    public void Whatever_the_agent_writes_the_collector_reads() =>
        Prop.ForAll<int>(seed =>
        {
            var batch = new SampleChance(seed).Batch();
            SampleAssert.Same(batch, Decode(new Payload(BatchMaker.Encode(batch), ContentTypes.Protobuf)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_payload_reads_the_same_whether_it_was_deflated_or_not() =>
        Prop.ForAll<int>(seed =>
        {
            var batch = new SampleChance(seed).Batch();
            var payload = new PayloadEncoder().Encode(batch);
            SampleAssert.Same(batch, Decode(payload));
            SampleAssert.Same(batch, Decode(payload with { ContentType = null! }));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_agents_bytes_are_as_short_as_the_generated_encoder_would_make_them() =>
        Prop.ForAll<int>(seed =>
        {
            var bytes = BatchMaker.Encode(new SampleChance(seed).Batch());
            Assert.Equal(bytes.Length, Wire.Batch.Parser.ParseFrom(bytes).CalculateSize());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_the_generated_encoder_writes_is_read_the_same() =>
        Prop.ForAll<int>(seed =>
        {
            var batch = new SampleChance(seed).Batch();
            var generated = Wire.Batch.Parser.ParseFrom(BatchMaker.Encode(batch)).ToByteArray();
            SampleAssert.Same(batch, Decode(new Payload(generated, ContentTypes.Protobuf)));
        }).QuickCheckThrowOnFailure();

    private DecodedBatch Decode(Payload payload)
    {
        Assert.True(_decoder.TryDecode(payload.Bytes, payload.ContentType, out var batch, out var failure), failure.ToString());
        return batch!;
    }
}

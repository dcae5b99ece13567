using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

/// <summary>The decoder at a fixed time, a minute after the first golden window.</summary>
internal static class Decoded
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(BatchMaker.First.StartMs).AddMinutes(1);

    private static readonly BatchDecoder Decoder = new(new FakeTimeProvider(Now));

    public static DecodedBatch Of(byte[] payload, string? contentType = ContentTypes.Protobuf)
    {
        Assert.True(Decoder.TryDecode(payload, contentType, out var batch, out var failure), failure.ToString());
        return batch;
    }

    public static DecodeFailure FailureOf(byte[] payload, string? contentType = ContentTypes.Protobuf)
    {
        Assert.False(Decoder.TryDecode(payload, contentType, out var batch, out var failure));
        Assert.Null(batch);
        Assert.NotEqual(DecodeFailure.None, failure);
        return failure;
    }

    /// <summary>For input of which it is not known whether it will be accepted: if it is, what it says lies within the limits.</summary>
    public static DecodeFailure Judge(ReadOnlyMemory<byte> payload, string? contentType = ContentTypes.Protobuf)
    {
        if (!Decoder.TryDecode(payload, contentType, out var batch, out var failure)) return failure;
        Assert.Equal((ulong)(batch!.Samples.Count + batch.Quarantined.Count), batch.EndSequence - batch.FirstSequence);
        foreach (var (_, sample) in batch.Samples) Check(sample);
        return DecodeFailure.None;
    }

    private static void Check(Sample sample)
    {
        Assert.True((ulong)sample.Received + sample.Failed <= sample.Sent);
        Assert.Equal(sample.Received, sample.Delays.Count);
        Assert.InRange(sample.Delays.Buckets.Length, 0, 1_025);
        Assert.True(sample.Delays.Min <= sample.Delays.Max);
        Assert.InRange(sample.Window.StartMs, 0, Now.AddMinutes(10).ToUnixTimeMilliseconds());
    }
}

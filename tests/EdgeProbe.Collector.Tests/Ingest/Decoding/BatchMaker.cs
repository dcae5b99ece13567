using System.Buffers;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

/// <summary>Batches for the tests of this room.</summary>
internal static class BatchMaker
{
    public static readonly Window First = new(1_790_000_000_000, Window.DefaultLengthMs);

    public static Sample Sample(uint test, Window window, params uint[] delays)
    {
        var sketch = new DelaySketch();
        foreach (var delay in delays) sketch.Add(delay);
        return new Sample { Test = test, Window = window, Sent = (uint)delays.Length, Received = (uint)delays.Length, Delays = sketch };
    }

    public static Batch Batch(params Sample[] samples) =>
        new() { StoreEpoch = 0x0123456789ABCDEF, FirstSequence = 7, ConfigRevision = 1, Samples = samples };

    public static byte[] Encode(Batch batch)
    {
        var output = new ArrayBufferWriter<byte>();
        SampleCodec.Write(batch, output);
        return output.WrittenSpan.ToArray();
    }
}

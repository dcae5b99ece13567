using System.Buffers;
using EdgeProbe.Contract;

namespace EdgeProbe.Testing.Wire;

/// <summary>Batches for the tests of both ends.</summary>
public static class BatchMaker
{
    public static readonly Window First = new(1_790_000_000_000, Window.DefaultLengthMs);

    /// <summary>A sample whose attempts were all answered, after these microseconds.</summary>
    public static Sample Sample(uint test, Window window, params uint[] delays) => new()
    {
        Test = test,
        Window = window,
        Sent = (uint)delays.Length,
        Received = (uint)delays.Length,
        Delays = Sketch(delays),
    };

    /// <summary>A sample of a passive series: what was counted, and the delays when there were ten or more.</summary>
    public static Sample Passive(uint test, Window window, IEnumerable<uint> delays, params (Counter Counter, ulong Value)[] counts)
    {
        var sample = Sample(test, window, [.. delays]);
        sample.Counts = Counts(counts);
        return sample;
    }

    public static CounterSet Counts(params (Counter Counter, ulong Value)[] counts)
    {
        var set = new CounterSet();
        foreach (var (counter, value) in counts) set.Add(counter, value);
        return set;
    }

    public static DelaySketch Sketch(params uint[] delays)
    {
        var sketch = new DelaySketch();
        foreach (var delay in delays) sketch.Add(delay);
        return sketch;
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

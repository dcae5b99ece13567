using EdgeProbe.Contract;

namespace EdgeProbe.Benchmarks.Wire;

/// <summary>
/// The manner of a Sparkplug B data message: a metric for each number under an alias that the birth has defined, so neither name nor
/// data type travels; the sketch and the slots as bytes. Payload: timestamp 1, metrics 2, seq 3. Metric: alias 2, long 11, bytes 16.
/// </summary>
internal static class SparkplugFormat
{
    private const int AliasesOfATest = 40;
    private const int SketchPlace = 38;
    private const int SlotsPlace = 39;

    public static byte[] Encode(Batch batch)
    {
        var bytes = new byte[ContractLimits.MaxPayloadBytes];
        var writer = new ProtoWriter(bytes);
        writer.Number(1, (ulong)batch.Samples[0].Window.StartMs);
        foreach (var sample in batch.Samples) Write(ref writer, sample);
        writer.Number(3, batch.FirstSequence & 0xFF);
        return bytes[..writer.Position];
    }

    private static void Write(ref ProtoWriter writer, Sample sample)
    {
        foreach (var fact in SampleFacts.Of(sample))
        {
            var start = writer.Begin(2);
            writer.Number(2, AliasOf(sample, fact.Place));
            writer.Present(11, unchecked((ulong)fact.Value));
            writer.End(start);
        }

        if (sample.Received > 1) WriteBytes(ref writer, AliasOf(sample, SketchPlace), SampleFacts.PackedBucketsOf(sample));
        if (sample.Slots.Count > 0)
            WriteBytes(ref writer, AliasOf(sample, SlotsPlace), [.. sample.Slots.Select(slot => (byte)(slot.Attempts * 4 + (int)slot.State))]);
    }

    private static void WriteBytes(ref ProtoWriter writer, ulong alias, byte[] value)
    {
        var start = writer.Begin(2);
        writer.Number(2, alias);
        var inner = writer.Begin(16);
        foreach (var each in value) writer.Byte(each);
        writer.End(inner);
        writer.End(start);
    }

    private static ulong AliasOf(Sample sample, int place) => (sample.Test * AliasesOfATest) + (ulong)place;
}

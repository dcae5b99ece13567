using EdgeProbe.Contract;

namespace EdgeProbe.Benchmarks.Wire;

/// <summary>
/// OTLP/protobuf as a metrics exporter would send it: the delays as one exponential histogram with a data point for each test, every
/// other number as a gauge. Each data point has the test as its attribute and both its times, as the protocol demands.
/// </summary>
internal static class OtlpFormat
{
    private const int ExponentialHistogram = 10;
    private const int Gauge = 5;

    public static byte[] Encode(Batch batch)
    {
        var bytes = new byte[4 * ContractLimits.MaxPayloadBytes];
        var writer = new ProtoWriter(bytes);
        var resource = writer.Begin(1);
        var scope = writer.Begin(2);
        WriteHistogram(ref writer, batch);
        foreach (var name in batch.Samples.SelectMany(SampleFacts.Of).Where(fact => !IsInHistogram(fact)).Select(fact => fact.Name).Distinct())
            WriteGauge(ref writer, batch, name);
        writer.End(scope);
        writer.End(resource);
        return bytes[..writer.Position];
    }

    private static bool IsInHistogram(Fact fact) => fact.Name is "received" or "min_us" or "mean_us" or "max_us";

    private static void WriteHistogram(ref ProtoWriter writer, Batch batch)
    {
        var metric = writer.Begin(2);
        writer.Text(1, "rtt");
        writer.Text(3, "us");
        var histogram = writer.Begin(ExponentialHistogram);
        foreach (var sample in batch.Samples.Where(sample => sample.Received > 0)) WritePoint(ref writer, sample);
        writer.Number(2, 1); // delta temporality
        writer.End(histogram);
        writer.End(metric);
    }

    private static void WritePoint(ref ProtoWriter writer, Sample sample)
    {
        var point = writer.Begin(1);
        WriteAttribute(ref writer, 1, sample);
        WriteTimes(ref writer, sample);
        writer.Fixed64(4, (ulong)sample.Delays.Count);
        writer.Fixed64(5, BitConverter.DoubleToUInt64Bits(sample.Delays.Sum));
        writer.PresentSigned(6, DelaySketch.Scale);
        var positive = writer.Begin(8);
        writer.PresentSigned(1, sample.Delays.FirstIndex);
        var counts = writer.Begin(2);
        foreach (var count in sample.Delays.Buckets) writer.Varint(count);
        writer.End(counts);
        writer.End(positive);
        writer.Fixed64(12, BitConverter.DoubleToUInt64Bits(sample.Delays.Min));
        writer.Fixed64(13, BitConverter.DoubleToUInt64Bits(sample.Delays.Max));
        writer.End(point);
    }

    private static void WriteGauge(ref ProtoWriter writer, Batch batch, string name)
    {
        var metric = writer.Begin(2);
        writer.Text(1, name);
        var gauge = writer.Begin(Gauge);
        foreach (var sample in batch.Samples)
        {
            foreach (var fact in SampleFacts.Of(sample).Where(fact => fact.Name == name)) WriteNumber(ref writer, sample, fact.Value);
        }

        writer.End(gauge);
        writer.End(metric);
    }

    private static void WriteNumber(ref ProtoWriter writer, Sample sample, long value)
    {
        var point = writer.Begin(1);
        WriteTimes(ref writer, sample);
        writer.PresentFixed64(6, unchecked((ulong)value));
        WriteAttribute(ref writer, 7, sample);
        writer.End(point);
    }

    private static void WriteTimes(ref ProtoWriter writer, Sample sample)
    {
        writer.Fixed64(2, (ulong)sample.Window.StartMs * 1_000_000);
        writer.Fixed64(3, (ulong)sample.Window.EndMs * 1_000_000);
    }

    // KeyValue { key 1, value 2 { int_value 3 } }
    private static void WriteAttribute(ref ProtoWriter writer, int field, Sample sample)
    {
        var attribute = writer.Begin(field);
        writer.Text(1, "test");
        var value = writer.Begin(2);
        writer.Present(3, (ulong)sample.Test);
        writer.End(value);
        writer.End(attribute);
    }
}

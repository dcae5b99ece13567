namespace EdgeProbe.Benchmarks.Wire;

/// <summary>A way to write a batch, as its own convention has it, on the same topic (which names tenant and probe).</summary>
internal sealed record WireFormat(string Name, Func<Batch, byte[]> Encode)
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        new("EdgeProbe protobuf", OwnFormat.Encode),
        new("Sparkplug B, aliases", SparkplugFormat.Encode),
        new("JSON, short names", JsonFormat.EncodeShort),
        new("JSON, readable", JsonFormat.EncodeReadable),
        new("Influx line protocol", LineFormat.Encode),
        new("SenML JSON (RFC 8428)", SenMlFormat.Encode),
        new("OTLP exponential histogram", OtlpFormat.Encode),
    ];
}

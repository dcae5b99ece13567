using System.Buffers;
using System.Text.Json;

namespace EdgeProbe.Benchmarks.Wire;

/// <summary>SenML (RFC 8428): a record for each number, base name and time set once for a sample, the sketch as a data value.</summary>
internal static class SenMlFormat
{
    public static byte[] Encode(Batch batch)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            for (var i = 0; i < batch.Samples.Count; i++) Write(json, batch.Samples[i], batch.FirstSequence + (ulong)i);
            json.WriteEndArray();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Sample sample, ulong sequence)
    {
        json.WriteStartObject();
        json.WriteString("bn", $"{sample.Test}/");
        json.WriteNumber("bt", sample.Window.StartMs / 1_000);
        json.WriteString("n", "q");
        json.WriteNumber("v", sequence);
        json.WriteEndObject();
        foreach (var fact in SampleFacts.Of(sample)) Write(json, fact.ShortName, () => json.WriteNumber("v", fact.Value));
        if (sample.Received > 1) Write(json, "b", () => json.WriteString("vd", Convert.ToBase64String(SampleFacts.PackedBucketsOf(sample))));
        if (sample.Slots.Count > 0)
            Write(json, "o", () => json.WriteString("vd", Convert.ToBase64String([.. sample.Slots.Select(slot => (byte)(slot.Attempts * 4 + (int)slot.State))])));
    }

    private static void Write(Utf8JsonWriter json, string name, Action writeValue)
    {
        json.WriteStartObject();
        json.WriteString("n", name);
        writeValue();
        json.WriteEndObject();
    }
}

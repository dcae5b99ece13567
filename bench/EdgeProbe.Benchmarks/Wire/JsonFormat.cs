using System.Buffers;
using System.Text.Json;

namespace EdgeProbe.Benchmarks.Wire;

/// <summary>JSON with names for people, and JSON with one letter for each name, aliases and numbers in rows.</summary>
internal static class JsonFormat
{
    public static byte[] EncodeReadable(Batch batch) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("store_epoch", batch.StoreEpoch.ToString("x16"));
        json.WriteNumber("first_seq", batch.FirstSequence);
        json.WriteNumber("config_rev", batch.ConfigRevision);
        json.WriteString("clock", batch.Clock.State.ToString());
        json.WriteNumber("clock_err_us", batch.Clock.MaxErrorMicroseconds);
        json.WriteStartArray("samples");
        foreach (var sample in batch.Samples) WriteReadable(json, sample);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] EncodeShort(Batch batch) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("e", batch.StoreEpoch.ToString("x16"));
        json.WriteNumber("q", batch.FirstSequence);
        json.WriteNumber("t", batch.Samples[0].Window.StartMs / 1_000);
        json.WriteNumber("v", batch.ConfigRevision);
        json.WriteNumber("c", (int)batch.Clock.State);
        json.WriteNumber("u", batch.Clock.MaxErrorMicroseconds);
        json.WriteStartArray("a");
        foreach (var sample in batch.Samples) WriteShort(json, sample);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteReadable(Utf8JsonWriter json, Sample sample)
    {
        json.WriteStartObject();
        json.WriteNumber("test", sample.Test);
        json.WriteString("window", DateTimeOffset.FromUnixTimeMilliseconds(sample.Window.StartMs).ToString("yyyy-MM-ddTHH:mm:ssZ"));
        foreach (var fact in SampleFacts.Of(sample)) json.WriteNumber(fact.Name, fact.Value);
        if (sample.Received > 1)
        {
            json.WriteStartObject("buckets");
            foreach (var (index, count) in SampleFacts.BucketsOf(sample)) json.WriteNumber(index.ToString(), count);
            json.WriteEndObject();
        }

        if (sample.Slots.Count > 0)
        {
            json.WriteStartArray("slots");
            foreach (var slot in sample.Slots)
            {
                json.WriteStartObject();
                json.WriteString("state", slot.State.ToString());
                json.WriteNumber("attempts", slot.Attempts);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteShort(Utf8JsonWriter json, Sample sample)
    {
        json.WriteStartObject();
        json.WriteNumber("t", sample.Test);
        foreach (var fact in SampleFacts.Of(sample)) json.WriteNumber(fact.ShortName, fact.Value);
        if (sample.Received > 1)
        {
            json.WriteStartArray("b");
            var previous = 0;
            foreach (var (index, count) in SampleFacts.BucketsOf(sample))
            {
                json.WriteNumberValue(index - previous);
                json.WriteNumberValue(count);
                previous = index;
            }

            json.WriteEndArray();
        }

        if (sample.Slots.Count > 0)
        {
            json.WriteStartArray("o");
            foreach (var slot in sample.Slots) json.WriteNumberValue(slot.Attempts * 4 + (int)slot.State);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) write(json);
        return output.WrittenSpan.ToArray();
    }
}

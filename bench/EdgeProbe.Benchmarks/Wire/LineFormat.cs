using System.Text;

namespace EdgeProbe.Benchmarks.Wire;

/// <summary>Influx line protocol: a line for a sample, its sketch in base64, times in seconds. The tags are the test's name as stored.</summary>
internal static class LineFormat
{
    public static byte[] Encode(Batch batch)
    {
        var text = new StringBuilder();
        for (var i = 0; i < batch.Samples.Count; i++)
        {
            var sample = batch.Samples[i];
            text.Append("window,test=").Append(sample.Test).Append(' ');
            foreach (var fact in SampleFacts.Of(sample)) text.Append(fact.Name).Append('=').Append(fact.Value).Append("i,");
            if (sample.Received > 1) text.Append("sketch=\"").Append(Convert.ToBase64String(SampleFacts.PackedBucketsOf(sample))).Append("\",");
            if (sample.Slots.Count > 0) text.Append("slots=\"").AppendJoin(' ', sample.Slots.Select(slot => slot.Attempts * 4 + (int)slot.State)).Append("\",");
            text.Append("seq=").Append(batch.FirstSequence + (ulong)i).Append("i ").Append(sample.Window.StartMs / 1_000).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

using EdgeProbe.Collector.Ingest.Decoding;

namespace EdgeProbe.Benchmarks.Wire;

/// <summary>What real probes published: a line of hexadecimal digits for each message, as <c>mosquitto_sub -F %x</c> prints them.</summary>
internal static class CapturedBatches
{
    public static IEnumerable<(Batch Batch, int PublishedBytes)> Read(string path)
    {
        var decoder = new BatchDecoder(TimeProvider.System);
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            var payload = Convert.FromHexString(line.Trim());
            if (!decoder.TryDecode(payload, null, out var read, out var failure) || read.Quarantined.Count > 0)
                throw new InvalidDataException($"{path} holds a message of {payload.Length} bytes that is no whole batch ({failure}).");
            yield return (ToBatch(read), payload.Length);
        }
    }

    private static Batch ToBatch(DecodedBatch read) => new()
    {
        StoreEpoch = read.StoreEpoch,
        FirstSequence = read.FirstSequence,
        ConfigRevision = read.ConfigRevision,
        Clock = read.Clock,
        DroppedBefore = read.DroppedBefore,
        Replay = read.Replay,
        Samples = [.. read.Samples.Select(sequenced => sequenced.Sample)],
    };
}

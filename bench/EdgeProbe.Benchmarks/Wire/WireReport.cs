using System.Globalization;
using System.Text.Json;
using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;

namespace EdgeProbe.Benchmarks.Wire;

/// <summary>
/// Bytes of payload for a sample, amortised over the batches of an hour, one format beside the other. "Published" is after our own rule
/// (deflate what is larger than 200 bytes, keep the smaller), which every format is given.
/// </summary>
internal static class WireReport
{
    private const int WindowsOfAnHour = 360;

    private sealed record Line(string Format, double PlainBytesPerSample, double PublishedBytesPerSample);

    public static int Run(Budgets budgets, string? capture, bool json)
    {
        var batches = capture is null ? Made() : Captured(capture);
        if (batches.Count == 0)
        {
            Console.Error.WriteLine($"wire: {capture} holds no batch");
            return 1;
        }

        var samples = batches.Sum(batch => batch.Samples.Count);
        Line[] lines = [.. WireFormat.All.Select(format => Measure(format, batches, samples))];
        var budget = budgets.Of("wire.bytes_per_sample");
        var holds = lines[0].PublishedBytesPerSample <= budget;
        if (json) Console.WriteLine(JsonSerializer.Serialize(new { source = capture ?? "made", batches = batches.Count, samples, budget, holds, formats = lines }, JsonSerializerOptions.Web));
        else Print(lines, batches.Count, samples, budget, holds);
        return holds ? 0 : 1;
    }

    private static List<Batch> Made()
    {
        var batches = new SampleMaker(1).Batches(WindowsOfAnHour).ToList();
        foreach (var batch in batches) Check(batch);
        return batches;
    }

    private static List<Batch> Captured(string capture)
    {
        var (batches, published) = (new List<Batch>(), 0);
        foreach (var (batch, bytes) in CapturedBatches.Read(capture))
        {
            batches.Add(batch);
            published += bytes;
        }

        var samples = batches.Sum(batch => batch.Samples.Count);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wire: as captured {(double)published / Math.Max(1, samples):F1} B a sample"));
        return batches;
    }

    // The benchmark's own answer: what it counts the bytes of, the collector reads without a word.
    private static void Check(Batch batch)
    {
        var payload = new PayloadEncoder().Encode(batch);
        if (!new BatchDecoder(TimeProvider.System).TryDecode(payload.Bytes, payload.ContentType, out var read, out var failure)
            || read.Samples.Count != batch.Samples.Count
            || read.Samples.Sum(sample => sample.Sample.Delays.Count) != batch.Samples.Sum(sample => sample.Delays.Count))
            throw new InvalidOperationException($"The collector does not read what was measured ({failure}).");
    }

    private static Line Measure(WireFormat format, List<Batch> batches, int samples)
    {
        var (plain, published) = (0L, 0L);
        foreach (var batch in batches)
        {
            var bytes = format.Encode(batch);
            plain += bytes.Length;
            published += PayloadEncoder.Choose(bytes).Bytes.Length;
        }

        return new Line(format.Name, (double)plain / samples, (double)published / samples);
    }

    private static void Print(Line[] lines, int batches, int samples, double budget, bool holds)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{batches} batches, {samples} samples; bytes of payload a sample"));
        Console.WriteLine($"{"format",-30}{"plain",10}{"published",12}");
        foreach (var line in lines)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Format,-30}{line.PlainBytesPerSample,10:F1}{line.PublishedBytesPerSample,12:F1}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"budget {budget:F0} B a sample: {(holds ? "kept" : "BROKEN")}"));
    }
}

using System.Buffers;

namespace EdgeProbe.Contract;

/// <summary>
/// Writes batches as <c>message Batch</c> of sample.proto; CONTRACT.md says what each field means. Allocates nothing once the buffer has
/// its size. The reader is the collector's, made from sample.proto by protoc, so that each side judges the other.
/// </summary>
public static partial class SampleCodec
{
    private const int HeaderBytes = 96;
    private const uint ReplayFlag = 1;

    /// <summary>Writes one message and returns its length in bytes.</summary>
    /// <exception cref="ArgumentException">
    /// The samples' windows do not fit into one batch (<see cref="FitsAfter"/>), a sketch has more buckets than
    /// <see cref="ContractLimits.MaxCounts"/>, or a delay under one microsecond.
    /// </exception>
    public static int Write(Batch batch, IBufferWriter<byte> output)
    {
        var length = WriteHeader(batch, output);
        for (var i = 0; i < batch.Samples.Count; i++)
        {
            var sample = batch.Samples[i];
            var previous = i == 0 ? sample.Window : batch.Samples[i - 1].Window;
            if (!FitsAfter(previous, sample.Window))
                throw new ArgumentException($"A window at {sample.Window} cannot follow one at {previous} in one batch.", nameof(batch));
            length += WriteSample(sample, (ulong)((sample.Window.StartMs - previous.StartMs) / sample.Window.LengthMs), output);
        }

        return length;
    }

    /// <summary>Whether two windows can lie in one batch in this order: same length, a whole number of lengths apart, not backward.</summary>
    public static bool FitsAfter(Window previous, Window next) =>
        next.LengthMs == previous.LengthMs && next.LengthMs > 0 && next.StartMs >= previous.StartMs
        && (next.StartMs - previous.StartMs) % next.LengthMs == 0
        && (next.StartMs - previous.StartMs) / next.LengthMs <= uint.MaxValue;

    /// <summary>
    /// How many of these samples, from the first on, go into one message: bounded by their windows, by
    /// <see cref="ContractLimits.MaxSamples"/> and by <see cref="ContractLimits.MaxEncodedBytes"/>. At least 1 unless there is none.
    /// </summary>
    public static int CountForOneBatch(IReadOnlyList<Sample> samples)
    {
        Span<byte> scratch = stackalloc byte[ContractLimits.MaxSampleBytes];
        var (count, bytes) = (0, HeaderBytes);
        while (count < samples.Count && count < ContractLimits.MaxSamples)
        {
            var sample = samples[count];
            if (count > 0 && !FitsAfter(samples[count - 1].Window, sample.Window)) break;
            var writer = new ProtoWriter(scratch);
            Write(ref writer, sample, uint.MaxValue);
            bytes += writer.Position;
            if (count > 0 && bytes > ContractLimits.MaxEncodedBytes) break;
            count++;
        }

        return count;
    }

    private static int WriteHeader(Batch batch, IBufferWriter<byte> output)
    {
        var first = batch.Samples.Count == 0 ? default : batch.Samples[0].Window;
        var writer = new ProtoWriter(output.GetSpan(HeaderBytes));
        writer.Fixed64(1, batch.StoreEpoch);
        writer.Number(2, batch.FirstSequence);
        writer.Number(3, (ulong)Math.Max(0, first.StartMs));
        writer.Number(4, first.LengthMs == Window.DefaultLengthMs ? 0 : (ulong)first.LengthMs);
        writer.Number(5, batch.ConfigRevision);
        writer.Number(6, (ulong)batch.Clock.State);
        writer.Number(7, batch.Clock.MaxErrorMicroseconds);
        writer.Number(9, batch.DroppedBefore);
        writer.Number(10, batch.Replay ? ReplayFlag : 0);
        writer.Number(11, (ulong)batch.Samples.Count);
        output.Advance(writer.Position);
        return writer.Position;
    }

    private static int WriteSample(Sample sample, ulong windowsSincePrevious, IBufferWriter<byte> output)
    {
        var writer = new ProtoWriter(output.GetSpan(ContractLimits.MaxSampleBytes));
        Write(ref writer, sample, windowsSincePrevious);
        output.Advance(writer.Position);
        return writer.Position;
    }
}

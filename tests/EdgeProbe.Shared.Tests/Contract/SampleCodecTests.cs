using System.Buffers;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Shared.Tests.Contract;

public sealed class SampleCodecTests
{
    [Fact]
    public void The_length_it_returns_is_what_it_wrote()
    {
        var output = new ArrayBufferWriter<byte>();
        var length = SampleCodec.Write(BatchMaker.Batch(BatchMaker.Sample(1, BatchMaker.First, 20_000, 21_000, 30_000)), output);
        Assert.Equal(output.WrittenCount, length);
    }

    [Fact]
    public void Writing_into_a_reused_buffer_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        var active = Enumerable.Range(1, 12).Select(i => BatchMaker.Sample((uint)i, BatchMaker.First, 20_000, 21_000, 30_000));
        var batch = BatchMaker.Batch([.. active, .. GoldenBatches.PassiveExample.Samples]);
        SampleCodec.Write(batch, output);
        output.ResetWrittenCount();
        var before = GC.GetAllocatedBytesForCurrentThread();
        SampleCodec.Write(batch, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Windows_that_go_back_or_lie_between_the_grid_do_not_share_a_batch()
    {
        var first = BatchMaker.First;
        Assert.True(SampleCodec.FitsAfter(first, first));
        Assert.True(SampleCodec.FitsAfter(first, first.Next()));
        Assert.False(SampleCodec.FitsAfter(first.Next(), first));
        Assert.False(SampleCodec.FitsAfter(first, new Window(first.StartMs + 1, first.LengthMs)));
        Assert.False(SampleCodec.FitsAfter(first, new Window(first.StartMs, 5_000)));
        var backward = BatchMaker.Batch(BatchMaker.Sample(1, first.Next(), 1_000), BatchMaker.Sample(1, first, 1_000));
        Assert.Throws<ArgumentException>(() => SampleCodec.Write(backward, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void As_many_samples_go_into_a_batch_as_its_bytes_allow()
    {
        uint[] spread = [.. Enumerable.Range(1, 60).Select(i => (uint)(i * i * 400))];
        var samples = Enumerable.Range(0, 1_900).Select(i => BatchMaker.Sample((uint)i, BatchMaker.First, spread)).ToArray();
        var count = SampleCodec.CountForOneBatch(samples);
        Assert.InRange(count, 100, 1_899);
        var output = new ArrayBufferWriter<byte>();
        Assert.InRange(SampleCodec.Write(BatchMaker.Batch(samples[..count]), output), ContractLimits.MaxEncodedBytes * 9 / 10, ContractLimits.MaxEncodedBytes);
    }

    [Fact]
    public void A_batch_ends_where_the_windows_leave_the_grid()
    {
        var stepped = new Window(BatchMaker.First.StartMs + 3, BatchMaker.First.LengthMs);
        Assert.Equal(1, SampleCodec.CountForOneBatch([BatchMaker.Sample(1, BatchMaker.First, 9), BatchMaker.Sample(1, stepped, 9)]));
        Assert.Equal(0, SampleCodec.CountForOneBatch([]));
    }

    [Fact]
    public void A_delay_under_a_microsecond_is_refused_since_the_wire_has_no_zero_bucket() =>
        Assert.Throws<ArgumentException>(() => SampleCodec.Write(BatchMaker.Batch(BatchMaker.Sample(1, BatchMaker.First, 0)), new ArrayBufferWriter<byte>()));

    [Fact]
    public void A_sketch_with_more_buckets_than_allowed_is_refused()
    {
        var sample = BatchMaker.Sample(1, BatchMaker.First);
        for (var index = 200; index < 200 + ContractLimits.MaxCounts + 1; index++) sample.Delays.Add((ulong)DelaySketch.EstimateOf(index));
        Assert.Throws<ArgumentException>(() => SampleCodec.Write(BatchMaker.Batch(sample), new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void No_sample_is_larger_than_the_limit_says()
    {
        var sample = LargestSample();
        Assert.Equal(1, SampleCodec.CountForOneBatch([sample]));
        var length = SampleCodec.Write(BatchMaker.Batch(sample), new ArrayBufferWriter<byte>());
        // Near enough to the limit that another field of this size needs a larger one.
        Assert.InRange(length, ContractLimits.MaxSampleBytes * 85 / 100, ContractLimits.MaxSampleBytes);
    }

    [Fact]
    public void A_sample_without_counts_is_as_long_as_it_was_before_there_were_any()
    {
        var sample = BatchMaker.Sample(1, BatchMaker.First, 20_000);
        var before = BatchMaker.Encode(BatchMaker.Batch(sample));
        sample.Counts = new CounterSet();
        Assert.Equal(before, BatchMaker.Encode(BatchMaker.Batch(sample)));
    }

    // Every number at its largest, and as many spans, counts, slots and counters as a sample may hold.
    private static Sample LargestSample()
    {
        const uint Most = uint.MaxValue;
        var (sample, perSpan) = (BatchMaker.Sample(Most, new Window(0, ContractLimits.MaxWindowMs)), ContractLimits.MaxCounts / ContractLimits.MaxSpans);
        for (var i = 0; i < ContractLimits.MaxCounts; i++) sample.Delays.RestoreBucket(100 + i + i / perSpan * 2, Most);
        sample.Delays.RestoreBounds(Most, Most, (ulong)sample.Delays.Count * Most);
        sample.Slots = [.. Enumerable.Repeat(new Slot(SlotState.Bad, int.MaxValue), ContractLimits.MaxSlots)];
        (sample.Sent, sample.Received, sample.Failed, sample.NotAttempted, sample.LossEpisodes) = (Most, Most, Most, Most, Most);
        (sample.Duplicate, sample.Reordered, sample.Late, sample.Invalid, sample.LostUp, sample.LostDown) = (Most, Most, Most, Most, Most, Most);
        (sample.IpdvMicroseconds, sample.Reason, sample.Code, sample.Flags) = (Most, Reason.Other, ushort.MaxValue, (MeasurementFlags)byte.MaxValue);
        sample.OneWay = new OneWayDelays(int.MinValue, int.MinValue, Most);
        sample.Failures = new StageFailures(Most, Most, Most, Most, Most);
        sample.Http = new HttpPhases(Most, Most, Most, Most) { CertificateDaysLeft = int.MinValue };
        (sample.Path, sample.Addresses, sample.AddressesAnswering) = (new PathFacts(byte.MaxValue, byte.MaxValue, ulong.MaxValue) { FirstHop = ulong.MaxValue }, byte.MaxValue, byte.MaxValue);
        sample.Counts = new CounterSet();
        for (var number = 1; number < Counters.Capacity; number++) sample.Counts.Add((Counter)number, ulong.MaxValue);
        return sample;
    }
}

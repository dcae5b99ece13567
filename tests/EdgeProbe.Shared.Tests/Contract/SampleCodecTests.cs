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
        var batch = BatchMaker.Batch([.. Enumerable.Range(1, 12).Select(i => BatchMaker.Sample((uint)i, BatchMaker.First, 20_000, 21_000, 30_000))]);
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
}

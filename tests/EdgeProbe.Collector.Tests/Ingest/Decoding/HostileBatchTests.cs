using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

public sealed class HostileBatchTests
{
    private static readonly byte[] Whole = GoldenFiles.Bytes("v1.1-batch.bin");

    [Fact] // W1
    public void A_batch_cut_at_any_length_is_refused()
    {
        Assert.All(Enumerable.Range(0, Whole.Length), length => Assert.NotEqual(DecodeFailure.Undecodable, Decoded.FailureOf(Whole[..length])));
    }

    [Fact] // W2
    public void A_batch_with_any_bit_flipped_is_refused_or_stays_within_the_limits()
    {
        for (var bit = 0; bit < Whole.Length * 8; bit++)
        {
            var flipped = (byte[])Whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.NotEqual(DecodeFailure.Undecodable, Decoded.Judge(flipped));
        }
    }

    [Fact] // W3
    public void Random_bytes_are_refused_or_stay_within_the_limits()
    {
        var chance = new Random(3);
        var bytes = new byte[600];
        for (var round = 0; round < 200_000; round++)
        {
            var length = chance.Next(1, bytes.Length);
            chance.NextBytes(bytes.AsSpan(0, length));
            Assert.NotEqual(DecodeFailure.Undecodable, Decoded.Judge(bytes.AsMemory(0, length)));
        }
    }

    [Fact] // W3, from bytes that are almost right
    public void Batches_with_a_few_bytes_changed_are_refused_or_stay_within_the_limits()
    {
        var chance = new Random(4);
        for (var round = 0; round < 50_000; round++)
        {
            var changed = (byte[])Whole.Clone();
            for (var i = chance.Next(1, 6); i > 0; i--) changed[chance.Next(changed.Length)] = (byte)chance.Next(256);
            Assert.NotEqual(DecodeFailure.Undecodable, Decoded.Judge(changed));
        }
    }

    [Fact] // W3
    public void Refusing_random_bytes_leaves_memory_flat()
    {
        var chance = new Random(5);
        var bytes = new byte[60_000];
        chance.NextBytes(bytes);
        bytes[0] = 0xFF;
        Assert.Equal(0, AllocatedByRefusing(bytes));
    }

    [Fact] // W4
    public void A_varint_of_eleven_bytes_is_refused() =>
        Assert.Equal(DecodeFailure.VarintTooLong, Decoded.FailureOf([0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]));

    [Fact] // W4
    public void A_varint_of_more_than_64_bits_is_refused() =>
        Assert.Equal(DecodeFailure.VarintTooLong, Decoded.FailureOf([0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02]));

    [Fact] // W4
    public void A_length_beyond_the_end_is_refused() => Assert.Equal(DecodeFailure.LengthBeyondEnd, Decoded.FailureOf([0x42, 0x05, 1, 2]));

    [Theory] // W4
    [InlineData(0x43)]
    [InlineData(0x44)]
    [InlineData(0x46)]
    [InlineData(0x47)]
    public void Group_wire_types_are_refused(byte tag) => Assert.Equal(DecodeFailure.GroupWireType, Decoded.FailureOf([tag, 0x44]));

    [Fact] // W4
    public void A_thousand_nested_groups_are_refused() =>
        Assert.Equal(DecodeFailure.GroupWireType, Decoded.FailureOf([.. Enumerable.Repeat((byte)0x0B, 1_000)]));

    [Fact] // W4
    public void A_thousand_nested_messages_in_an_unknown_field_are_passed_over_unread()
    {
        byte[] nested = [];
        for (var depth = 0; depth < 1_000; depth++) nested = [0x0A, .. Length(nested.Length), .. nested];
        var read = Decoded.Of([.. Whole, 0x8A, 0x01, .. Length(nested.Length), .. nested]);
        Assert.Equal(1, read.UnknownFields);
    }

    [Fact]
    public void Field_number_zero_is_refused() => Assert.Equal(DecodeFailure.FieldNumber, Decoded.FailureOf([0x00, 0x01]));

    [Fact]
    public void A_known_field_of_another_wire_type_is_refused() => Assert.Equal(DecodeFailure.WireTypeMismatch, Decoded.FailureOf([0x08, 0x01]));

    [Fact]
    public void A_number_that_would_be_cut_to_32_bits_is_refused() =>
        Assert.Equal(DecodeFailure.ValueTooLarge, Decoded.FailureOf([0x28, 0xFF, 0xFF, 0xFF, 0xFF, 0x1F]));

    [Fact] // W5
    public void A_length_of_two_gibibytes_is_refused_before_anything_is_allocated()
    {
        byte[] claim = [0x42, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        Assert.Equal(DecodeFailure.LengthBeyondEnd, Decoded.FailureOf(claim));
        Assert.Equal(0, AllocatedByRefusing(claim));
    }

    [Fact]
    public void More_samples_than_the_limit_are_refused_before_anything_is_allocated()
    {
        byte[] many = [.. Enumerable.Repeat<byte[]>([0x42, 0x00], ContractLimits.MaxSamples + 1).SelectMany(bytes => bytes)];
        Assert.Equal(DecodeFailure.TooManyValues, Decoded.FailureOf(many));
        Assert.Equal(0, AllocatedByRefusing(many));
    }

    [Fact]
    public void More_counters_than_the_limit_are_refused_packed_or_not()
    {
        var limit = ContractLimits.MaxCounters * 2;
        byte[] packed = [0xEA, 0x02, .. Length(limit + 1), .. Enumerable.Repeat((byte)2, limit + 1)];
        Assert.Equal(DecodeFailure.TooManyValues, Decoded.FailureOf([0x42, .. Length(packed.Length), .. packed]));
        byte[] unpacked = [.. Enumerable.Repeat<byte[]>([0xE8, 0x02, 0x02], limit + 1).SelectMany(bytes => bytes)];
        Assert.Equal(DecodeFailure.TooManyValues, Decoded.FailureOf([0x42, .. Length(unpacked.Length), .. unpacked]));
    }

    [Fact]
    public void Counts_cut_inside_a_number_or_longer_than_64_bits_are_refused()
    {
        Assert.Equal(DecodeFailure.Truncated, Decoded.FailureOf([0x42, 0x04, 0xEA, 0x02, 0x01, 0x80]));
        byte[] eleven = [0xEA, 0x02, 0x0B, .. Enumerable.Repeat((byte)0xFF, 10), 0x01];
        Assert.Equal(DecodeFailure.VarintTooLong, Decoded.FailureOf([0x42, .. Length(eleven.Length), .. eleven]));
    }

    [Theory]
    [InlineData(0x4A, ContractLimits.MaxSpans * 2)]
    [InlineData(0x52, ContractLimits.MaxCounts)]
    public void More_spans_or_counts_than_the_limit_are_refused(byte tag, int limit)
    {
        byte[] sample = [tag, .. Length(limit + 1), .. Enumerable.Repeat((byte)2, limit + 1)];
        Assert.Equal(DecodeFailure.TooManyValues, Decoded.FailureOf([0x42, .. Length(sample.Length), .. sample]));
        byte[] unpacked = [.. Enumerable.Repeat<byte[]>([(byte)(tag & 0xF8), 0x02], limit + 1).SelectMany(bytes => bytes)];
        Assert.Equal(DecodeFailure.TooManyValues, Decoded.FailureOf([0x42, .. Length(unpacked.Length), .. unpacked]));
    }

    [Fact] // W13
    public void Nothing_at_all_is_refused() => Assert.Equal(DecodeFailure.Empty, Decoded.FailureOf([]));

    [Fact] // W13
    public void A_batch_without_samples_is_refused() => Assert.Equal(DecodeFailure.NoSamples, Decoded.FailureOf(BatchMaker.Encode(BatchMaker.Batch())));

    [Fact] // W13
    public void Ten_megabytes_are_refused_by_their_size_alone() => Assert.Equal(DecodeFailure.TooLarge, Decoded.FailureOf(new byte[10_000_000]));

    [Fact] // W16
    public void Json_is_refused_by_its_name_whatever_it_calls_itself()
    {
        var json = """{"probe":"p1","rtt":12}"""u8.ToArray();
        Assert.Equal(DecodeFailure.Json, Decoded.FailureOf(json, "application/json"));
        Assert.Equal(DecodeFailure.Json, Decoded.FailureOf(json, null));
        Assert.Equal(DecodeFailure.GroupWireType, Decoded.FailureOf(json));
    }

    [Fact]
    public void An_unknown_content_type_is_refused() =>
        Assert.Equal(DecodeFailure.UnknownContentType, Decoded.FailureOf(Whole, "application/vnd.edgeprobe.v2+protobuf"));

    [Fact]
    public void A_batch_says_which_spool_it_comes_from() =>
        Assert.Equal(DecodeFailure.NoEpoch, Decoded.FailureOf(BatchMaker.Encode(GoldenBatches.Example with { StoreEpoch = 0 })));

    [Fact]
    public void Sequence_numbers_do_not_wrap() => Assert.Equal(
        DecodeFailure.SequenceOverflow, Decoded.FailureOf(BatchMaker.Encode(GoldenBatches.Example with { FirstSequence = ulong.MaxValue - 1 })));

    [Theory]
    [InlineData(10)]
    [InlineData(7_200_000)]
    public void A_window_is_a_second_to_an_hour_long(int length) => Assert.Equal(
        DecodeFailure.WindowLength, Decoded.FailureOf(BatchMaker.Encode(BatchMaker.Batch(BatchMaker.Sample(1, new Window(0, length), 9)))));

    private static long AllocatedByRefusing(byte[] payload)
    {
        Assert.NotEqual(DecodeFailure.None, Decoded.Judge(payload));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) Decoded.Judge(payload);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Length(int length) => length < 128 ? [(byte)length] : length < 1 << 14 ? [(byte)(length | 0x80), (byte)(length >> 7)]
        : [(byte)(length | 0x80), (byte)(length >> 7 | 0x80), (byte)(length >> 14)];
}

using EdgeProbe.Contract;

namespace EdgeProbe.Shared.Tests.Contract;

public sealed class AckCodecTests
{
    private static readonly Ack Full = new() { StoreEpoch = 0xE2_0000_0000_0001, UpTo = 40, Ranges = [new(45, 50), new(60, ulong.MaxValue)] };

    [Fact]
    public void What_the_collector_writes_the_agent_reads()
    {
        Assert.True(AckCodec.TryRead(AckCodec.Encode(Full), out var read));
        Assert.Equal((Full.StoreEpoch, Full.UpTo), (read!.StoreEpoch, read.UpTo));
        Assert.Equal(Full.Ranges, read.Ranges);
    }

    [Fact]
    public void An_ack_cut_at_any_length_is_never_read_as_more_than_was_written()
    {
        var whole = AckCodec.Encode(Full);
        for (var length = 0; length < whole.Length; length++)
        {
            if (!AckCodec.TryRead(whole.AsSpan(0, length), out var read)) continue;
            Assert.True(read!.UpTo == 0 || read.UpTo == Full.UpTo, $"cut at {length}: upto {read.UpTo}");
            Assert.Equal(Full.Ranges.Take(read.Ranges.Count), read.Ranges);
        }
    }

    [Fact]
    public void Ranges_that_do_not_ascend_are_refused()
    {
        Assert.False(AckCodec.TryRead(AckCodec.Encode(Full with { Ranges = [new(60, 70), new(45, 50)] }), out _));
        Assert.False(AckCodec.TryRead(AckCodec.Encode(Full with { Ranges = [new(39, 45)] }), out _));
        Assert.False(AckCodec.TryRead(AckCodec.Encode(Full with { Ranges = [new(50, 50)] }), out _));
    }

    [Fact]
    public void Fields_of_a_newer_collector_are_passed_over()
    {
        byte[] newer = [.. AckCodec.Encode(Full), 0x7A, 3, 1, 2, 3, 0xF8, 0x01, 9];
        Assert.True(AckCodec.TryRead(newer, out var read));
        Assert.Equal(Full.UpTo, read!.UpTo);
    }

    [Fact]
    public void A_range_that_claims_two_gibibytes_is_refused()
    {
        byte[] claim = [0x09, 1, 0, 0, 0, 0, 0, 0, 0, 0x1A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        Assert.False(AckCodec.TryRead(claim, out _));
    }

    [Fact]
    public void An_ack_without_an_epoch_is_refused_since_it_says_nothing_of_any_spool()
    {
        Assert.False(AckCodec.TryRead(AckCodec.Encode(Full with { StoreEpoch = 0 }), out _));
        Assert.False(AckCodec.TryRead([], out _));
    }

    [Fact]
    public void More_ranges_than_the_limit_are_not_written()
    {
        var many = Enumerable.Range(0, ContractLimits.MaxAckRanges + 1).Select(i => new SequenceRange((ulong)i * 3 + 50, (ulong)i * 3 + 51)).ToArray();
        Assert.Throws<ArgumentException>(() => AckCodec.Encode(Full with { Ranges = many }));
        Assert.True(AckCodec.TryRead(AckCodec.Encode(Full with { Ranges = many[1..] }), out var read));
        Assert.Equal(ContractLimits.MaxAckRanges, read!.Ranges.Count);
    }
}

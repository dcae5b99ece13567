using EdgeProbe.Collector.Fleet;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Tests.Fleet;

public sealed class SequenceLedgerTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(56);

    private readonly SequenceLedger _ledger = new();

    [Fact]
    public void From_the_first_number_on_all_below_the_first_hole_is_acknowledged()
    {
        _ledger.Store(1, 11);
        _ledger.Store(21, 31);
        var ack = _ledger.AckOf(7, 21, 31);
        Assert.Equal((11UL, new SequenceRange(21, 31)), (ack.UpTo, Assert.Single(ack.Ranges)));
    }

    [Fact]
    public void A_collector_that_joined_late_claims_nothing_of_before()
    {
        _ledger.Store(1_000, 1_010);
        var ack = _ledger.AckOf(7, 1_000, 1_010);
        Assert.Equal((0UL, new SequenceRange(1_000, 1_010)), (ack.UpTo, Assert.Single(ack.Ranges)));
    }

    [Fact]
    public void An_ack_is_one_that_the_probe_can_read_however_many_holes_there_are()
    {
        for (ulong n = 1; n < 400; n += 2) _ledger.Store(n, n + 1);
        var ack = _ledger.AckOf(7, 21, 22);
        Assert.True(AckCodec.TryRead(AckCodec.Encode(ack), out var read));
        Assert.Contains(read!.Ranges, r => r is { From: 21, To: 22 });
        Assert.InRange(read.Ranges.Count, 1, 33);
    }

    [Fact]
    public void What_comes_again_is_counted()
    {
        Assert.Equal(0UL, _ledger.Store(1, 11));
        Assert.Equal(10UL, _ledger.Store(1, 11));
        Assert.Equal(5UL, _ledger.Store(6, 16));
    }

    [Fact]
    public void A_hole_is_unexplained_only_after_ten_minutes_and_not_when_it_was_filled()
    {
        _ledger.Store(1, 11);
        _ledger.Store(21, 31);
        Assert.Empty(_ledger.Unexplained(Start));
        Assert.Empty(_ledger.Unexplained(Start.AddMinutes(9)));
        Assert.Equal(new SequenceRange(11, 21), Assert.Single(_ledger.Unexplained(Start.AddMinutes(10))).Range);
        _ledger.Store(11, 18);
        Assert.Equal(new SequenceRange(18, 21), Assert.Single(_ledger.Unexplained(Start.AddMinutes(11))).Range);
        _ledger.Store(18, 21);
        Assert.Empty(_ledger.Unexplained(Start.AddMinutes(12)));
    }

    [Fact]
    public void A_declared_hole_is_explained_and_counted_once()
    {
        _ledger.Store(1, 11);
        Assert.Equal(10UL, _ledger.Declare(21, 10));
        Assert.Equal(0UL, _ledger.Declare(21, 10));
        _ledger.Store(21, 31);
        _ledger.Unexplained(Start);
        Assert.Empty(_ledger.Unexplained(Start.AddHours(1)));
        Assert.False(_ledger.IsStored(15));
    }

    [Fact]
    public void A_declaration_of_more_than_there_can_be_is_cut() => Assert.Equal(5UL, _ledger.Declare(5, ulong.MaxValue));
}

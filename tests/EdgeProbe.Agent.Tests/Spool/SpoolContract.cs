using EdgeProbe.Agent.Spool;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Spool;

/// <summary>What every spool must do, whatever it is made of.</summary>
public abstract class SpoolContract : IAsyncLifetime
{
    private ISpool _spool = null!;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    internal abstract ISpool Open(long maxMemoryBytes);

    public Task InitializeAsync()
    {
        _spool = Open(1 << 20);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _spool.DisposeAsync();

    [Fact]
    public void Samples_are_numbered_one_after_the_other()
    {
        var first = Append(3);
        Assert.Equal(first + 3, Append(2));
        Assert.Equal(first + 5, _spool.Counters.NextSequence);
        Assert.Equal(5, _spool.Counters.Depth);
    }

    [Fact]
    public async Task A_batch_comes_back_as_it_was_encoded()
    {
        var first = Append(3);
        var frame = _spool.TakeOldest()!;
        Assert.Equal((first, 3u, 7u), (frame.FirstSequence, frame.Count, frame.ConfigRevision));
        Assert.Equal(Encoded.Bytes(_spool.StoreEpoch, first, 3), (await _spool.ReadAsync(frame, default))!.Value.ToArray());
    }

    [Fact]
    public void A_lent_batch_is_not_lent_again_until_it_is_given_back()
    {
        Append(1);
        var frame = _spool.TakeOldest()!;
        Assert.Null(_spool.TakeOldest());
        _spool.Release(frame);
        Assert.Same(frame, _spool.TakeOldest());
        Assert.Equal(2, frame.TimesTaken);
    }

    [Fact]
    public void The_oldest_comes_first_and_the_fresh_can_be_had_before_it()
    {
        var old = Append(1);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var fresh = Append(1);
        Assert.Equal(fresh, _spool.TakeFresh(TimeSpan.FromMinutes(1))!.FirstSequence);
        Assert.Null(_spool.TakeFresh(TimeSpan.FromMinutes(1)));
        Assert.Equal(old, _spool.TakeOldest()!.FirstSequence);
    }

    [Fact]
    public void What_was_sent_once_is_no_longer_fresh()
    {
        Append(1);
        _spool.Release(_spool.TakeFresh(TimeSpan.FromMinutes(1))!);
        Assert.Null(_spool.TakeFresh(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Only_what_lies_wholly_in_a_confirmed_range_is_freed()
    {
        var first = Append(3);
        Append(3);
        Assert.Equal(0, Confirm(first, first + 2));
        Assert.Equal(3, Confirm(first, first + 5));
        Assert.Equal(3, _spool.Counters.Depth);
        Assert.Equal(3, Confirm(first + 3, first + 6));
        Assert.Equal((0L, 0L), (_spool.Counters.Depth, _spool.Counters.MemoryBytes));
    }

    [Fact]
    public void A_range_in_the_middle_is_freed_too()
    {
        var first = Append(1);
        Append(1);
        Append(1);
        Assert.Equal(1, Confirm(first + 1, first + 2));
        Assert.Equal(first, _spool.TakeOldest()!.FirstSequence);
        Assert.Equal(first + 2, _spool.TakeOldest()!.FirstSequence);
    }

    [Fact]
    public void The_confirmation_of_another_epoch_frees_nothing()
    {
        var first = Append(1);
        Assert.Equal(0, _spool.Confirm(_spool.StoreEpoch + 1, first, first + 1));
        Assert.Equal(1, _spool.Counters.Depth);
    }

    [Fact]
    public async Task Full_it_gives_up_the_oldest_counts_it_and_declares_the_hole()
    {
        await using var small = Open(10_000);
        var first = small.Counters.NextSequence;
        for (var i = 0; i < 50; i++) small.Append(Encoded.Samples(10), 7, default);
        Assert.InRange(small.Counters.MemoryBytes, 1, 10_000);
        var oldest = small.TakeOldest()!;
        Assert.Equal((long)(oldest.FirstSequence - first), small.Counters.Dropped);
        Assert.Equal(oldest.FirstSequence - first, oldest.DroppedBefore);
        Assert.Equal(500, small.Counters.Depth + small.Counters.Dropped);
    }

    [Fact]
    public async Task A_hole_that_grew_behind_a_lent_batch_is_declared_before_that_batch_is_freed()
    {
        await using var small = Open(2_000);
        var first = small.Append(Encoded.Samples(10), 7, default);
        small.Append(Encoded.Samples(10), 7, default);
        var lent = small.TakeFresh(TimeSpan.FromHours(1))!;
        Assert.Equal(first + 10, lent.FirstSequence);
        while (small.Counters.Dropped == 0) small.Append(Encoded.Samples(10), 7, default);
        Assert.Equal(0, small.Confirm(small.StoreEpoch, first + 10, first + 20));
        var again = small.TakeOldest()!;
        Assert.Equal((first + 10, 10UL), (again.FirstSequence, again.DroppedBefore));
        Assert.Equal(10, small.Confirm(small.StoreEpoch, first + 10, first + 20));
    }

    [Fact]
    public async Task A_batch_above_what_one_message_holds_is_divided()
    {
        await using var spool = Open(1 << 20);
        var first = spool.Append(Encoded.Samples(10_000), 7, default);
        var (next, total) = (first, 0u);
        while (spool.TakeOldest() is { } frame)
        {
            Assert.Equal(next, frame.FirstSequence);
            Assert.InRange((await spool.ReadAsync(frame, default))!.Value.Length, 1, 60 << 10);
            (next, total) = (frame.EndSequence, total + frame.Count);
        }

        Assert.Equal(10_000u, total);
    }

    [Fact]
    public async Task A_sample_too_large_for_any_message_is_given_up_alone()
    {
        await using var spool = Open(1 << 20);
        var first = spool.Append([Encoded.Sample(1), Encoded.Giant, Encoded.Sample(2)], 7, default);
        Assert.Equal((2L, 1L), (spool.Counters.Depth, spool.Counters.Dropped));
        Assert.Equal((first, 0UL), Described(spool.TakeOldest()!));
        Assert.Equal((first + 2, 1UL), Described(spool.TakeOldest()!));
    }

    private static (ulong First, ulong Hole) Described(SpoolFrame frame) => (frame.FirstSequence, frame.DroppedBefore);

    private ulong Append(int samples) => _spool.Append(Encoded.Samples(samples), 7, default);

    private long Confirm(ulong from, ulong to) => _spool.Confirm(_spool.StoreEpoch, from, to);
}

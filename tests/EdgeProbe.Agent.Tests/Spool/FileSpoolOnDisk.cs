using EdgeProbe.Agent.Spool;
using EdgeProbe.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Spool;

/// <summary>What survives: a stop, a kill, a torn end, rot, a lost file, a full card.</summary>
public sealed class FileSpoolOnDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_was_not_stored_is_there_after_a_restart_in_the_same_epoch()
    {
        ulong epoch, first;
        await using (var spool = Open())
        {
            (epoch, first) = (spool.StoreEpoch, Append(spool, 3));
            Append(spool, 2);
            spool.Confirm(epoch, first, first + 3);
        }

        await using var again = Open();
        var frame = again.TakeOldest()!;
        Assert.Equal((epoch, first + 3, 2u, 0UL), (again.StoreEpoch, frame.FirstSequence, frame.Count, frame.DroppedBefore));
        Assert.Equal(Encoded.Bytes(epoch, first + 3, 2), (await again.ReadAsync(frame, default))!.Value.ToArray());
        Assert.Null(frame.AppendedAt);
        Assert.Equal(first + 5, Append(again, 1));
    }

    [Fact]
    public async Task A_connected_probe_writes_no_sample_to_the_card()
    {
        await using var spool = Open();
        for (var i = 0; i < 60; i++)
        {
            var first = Append(spool, 5);
            _clock.Advance(TimeSpan.FromSeconds(10));
            spool.Confirm(spool.StoreEpoch, first, first + 5);
        }

        Assert.Empty(Segments());
    }

    [Fact]
    public async Task After_a_kill_what_had_waited_a_minute_is_there_and_no_number_is_used_twice()
    {
        var spool = Open();
        var first = Append(spool, 3);
        await WrittenAsync(spool);
        var lost = Append(spool, 2);
        Kill(spool);

        await using var again = Open();
        var kept = again.TakeOldest()!;
        Assert.Equal((first, 3u), (kept.FirstSequence, kept.Count));
        Assert.Null(again.TakeOldest());
        var next = Append(again, 1);
        Assert.True(next >= lost + 2, $"{next} may have been used before {lost + 2}");
        var frame = again.TakeOldest()!;
        Assert.Equal(next - (first + 3), frame.DroppedBefore);
    }

    [Fact]
    public async Task A_torn_end_is_counted_and_set_aside_at_every_length()
    {
        var bytes = await WholeSegmentAsync();
        var path = Segments().Single();
        var frameLength = (bytes.Length - SegmentFile.HeaderLength) / 3;
        for (var length = SegmentFile.HeaderLength + 1; length < bytes.Length; length += 7)
        {
            Renew(path, bytes.AsSpan(0, length));
            var spool = Open();
            var whole = (length - SegmentFile.HeaderLength) / frameLength;
            var isCut = (length - SegmentFile.HeaderLength) % frameLength != 0;
            Assert.Equal((whole, isCut ? 1 : 0), (spool.Counters.Depth, spool.Counters.Damaged));
            Assert.Equal(isCut, Directory.Exists(_directory.File("damaged")));
            Kill(spool);
        }
    }

    [Fact]
    public async Task Rot_never_stops_a_start_and_never_gives_what_was_not_written()
    {
        var bytes = await WholeSegmentAsync();
        var path = Segments().Single();
        var written = Enumerable.Range(0, 3).Select(i => i).ToHashSet();
        for (var at = 0; at < bytes.Length; at += 3)
        {
            var rotten = bytes.ToArray();
            rotten[at] ^= 0x10;
            Renew(path, rotten);
            var spool = Open();
            Assert.InRange(spool.Counters.Depth, 0, 2);
            Assert.Equal(1, spool.Counters.Damaged);
            while (spool.TakeOldest() is { } frame)
            {
                var read = await spool.ReadAsync(frame, default);
                Assert.Contains((int)frame.FirstSequence, written);
                Assert.Equal(Encoded.Bytes(spool.StoreEpoch, frame.FirstSequence, 1), read!.Value.ToArray());
            }

            Kill(spool);
        }
    }

    [Fact]
    public async Task Rot_under_a_running_agent_costs_that_batch_alone_and_declares_its_hole()
    {
        await using var spool = Open();
        Append(spool, 1);
        Append(spool, 1);
        await WrittenAsync(spool);
        var path = Segments().Single();
        var bytes = File.ReadAllBytes(path);
        bytes[SegmentFile.HeaderLength + SegmentFile.HeadLength + 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Null(await spool.ReadAsync(spool.TakeOldest()!, default));
        var next = spool.TakeOldest()!;
        Assert.NotNull(await spool.ReadAsync(next, default));
        Assert.Equal((1UL, 1L, 1L), (next.DroppedBefore, spool.Counters.Damaged, spool.Counters.Dropped));
    }

    [Fact]
    public async Task A_spool_of_a_newer_version_is_set_aside_and_not_deleted()
    {
        var bytes = await WholeSegmentAsync();
        var path = Segments().Single();
        bytes[7] = SegmentFile.Version + 1;
        Renew(path, bytes);
        await using var spool = Open();
        Assert.Equal((0L, 1L), (spool.Counters.Depth, spool.Counters.Damaged));
        Assert.True(File.Exists(Path.Combine(_directory.File("damaged"), Path.GetFileName(path))));
    }

    [Fact]
    public async Task A_lost_identity_keeps_the_epoch_of_its_segments_and_jumps_over_all_numbers()
    {
        ulong epoch;
        await using (var spool = Open())
        {
            epoch = spool.StoreEpoch;
            Append(spool, 3);
        }

        File.Delete(_directory.File("identity"));
        await using var again = Open();
        Assert.Equal((epoch, 3L), (again.StoreEpoch, again.Counters.Depth));
        Assert.True(Append(again, 1) > 1_000_000);
    }

    [Fact]
    public async Task A_damaged_identity_in_an_empty_spool_is_a_new_epoch()
    {
        ulong epoch;
        await using (var spool = Open()) epoch = spool.StoreEpoch;
        File.WriteAllText(_directory.File("identity"), "edgeprobe-spool-1 00 1 1 x\n");
        await using var again = Open();
        Assert.NotEqual(epoch, again.StoreEpoch);
    }

    [Fact]
    public async Task A_second_agent_is_told_who_has_the_spool()
    {
        await using var spool = Open();
        var refused = Assert.Throws<SpoolException>(() => Open());
        Assert.True(refused.IsHeld);
        Assert.Equal(
            $"the spool {_directory.Path} is in use by process {Environment.ProcessId}; stop that agent, or give this one a spool.directory of its own",
            refused.Message);
    }

    [Fact]
    public void A_directory_that_cannot_be_is_told_with_its_remedy()
    {
        File.WriteAllText(_directory.File("file"), "");
        var refused = Assert.Throws<SpoolException>(() => Open(_directory.File("file/spool")));
        Assert.False(refused.IsHeld);
        Assert.StartsWith($"the spool directory {_directory.File("file/spool")} cannot be written: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("; create it and give it to the agent's user, or name another as spool.directory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_never_grow_above_the_limit_and_the_oldest_go_first()
    {
        await using var spool = Open(maxBytes: 256 << 10);
        for (var i = 0; i < 30; i++)
        {
            for (var j = 0; j < 10; j++) Append(spool, 100);
            await WrittenAsync(spool);
            Assert.InRange(Segments().Sum(s => new FileInfo(s).Length), 0, 256 << 10);
        }

        Assert.Equal(30_000, spool.Counters.Depth + spool.Counters.Dropped);
        Assert.InRange(spool.Counters.Dropped, 1, 29_000);
        var oldest = spool.TakeOldest()!;
        Assert.Equal((ulong)spool.Counters.Dropped, oldest.DroppedBefore);
    }

    [Fact]
    public async Task What_is_stored_leaves_the_card()
    {
        await using var spool = Open();
        var first = Append(spool, 100);
        await WrittenAsync(spool);
        Assert.Single(Segments());
        spool.Confirm(spool.StoreEpoch, first, first + 100);
        await using (Open(_directory.File("other")))
        {
            // Another spool's files are none of ours.
        }

        await spool.DisposeAsync();
        await using var again = Open();
        Assert.Empty(Segments());
    }

    [Fact]
    public async Task A_card_that_refuses_leaves_samples_in_memory_and_says_so_until_it_is_back()
    {
        await using var spool = Open();
        var first = Append(spool, 1);
        Directory.Move(_directory.Path, _directory.Path + ".gone");
        _clock.Advance(TimeSpan.FromSeconds(61));
        await Eventually.TrueAsync(() => spool.Counters.Problem is not null, "the spool says that its card is gone");
        Assert.Contains("samples are kept in memory only", spool.Counters.Problem, StringComparison.Ordinal);
        Assert.NotNull(await spool.ReadAsync(spool.TakeOldest()!, default));
        Directory.Move(_directory.Path + ".gone", _directory.Path);
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(5));
                return spool.Counters.Problem is null;
            },
            "the spool says that its card is back");
        Assert.Equal(first + 1, Append(spool, 1));
    }

    private FileSpool Open(string? directory = null, long maxBytes = 16 << 20) => FileSpool.Open(
        new SpoolOptions { Directory = directory ?? _directory.Path, MaxBytes = maxBytes }, Encoded.Write, _clock, NullLogger.Instance);

    private static ulong Append(FileSpool spool, int samples) => spool.Append(Encoded.Samples(samples), 7, default);

    private string[] Segments() => Directory.GetFiles(_directory.Path, "*.seg");

    /// <summary>Lets the disk task find everything old enough, and waits until it has written it.</summary>
    private async Task WrittenAsync(FileSpool spool)
    {
        _clock.Advance(TimeSpan.FromSeconds(61));
        await Eventually.TrueAsync(() => spool.IsWritten, "the spool has written what waited");
    }

    /// <summary>As kill -9 leaves it: nothing is written, the kernel frees the lock.</summary>
    private static void Kill(FileSpool spool) => spool.Abandon();

    private async Task<byte[]> WholeSegmentAsync()
    {
        await using (var spool = Open())
        {
            for (var i = 0; i < 3; i++) Append(spool, 1);
        }

        return await File.ReadAllBytesAsync(Segments().Single());
    }

    private void Renew(string segment, ReadOnlySpan<byte> bytes)
    {
        foreach (var other in Segments()) File.Delete(other);
        if (Directory.Exists(_directory.File("damaged"))) Directory.Delete(_directory.File("damaged"), recursive: true);
        File.WriteAllBytes(segment, bytes);
    }
}

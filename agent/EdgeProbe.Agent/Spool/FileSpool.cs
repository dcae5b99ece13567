using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Spool;

/// <summary>
/// The live path in memory with a durable tail: what is still unacknowledged after a minute, or at the end, goes to append-only files. A
/// power cut loses at most that minute. All disk work but reading back is done by one task of its own, so a hanging card delays no window.
/// </summary>
internal sealed class FileSpool : ISpool
{
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);
    private readonly SpoolOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SpoolLock _lock;
    private readonly FrameQueue _queue;
    private readonly FrameMaker _maker;
    private readonly SegmentStore _segments;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _disk;
    private SpoolIdentity _identity;
    private volatile string? _problem;
    private int _disposed;

    private FileSpool(SpoolOptions options, BatchEncoder encode, TimeProvider clock, ILogger log, SpoolLock taken)
    {
        (_options, _clock, _log, _lock) = (options, clock, log, taken);
        _queue = new FrameQueue(options.MaxMemoryBytes);
        _identity = SpoolIdentity.Read(options.Directory) ?? Lost(options.Directory);
        _segments = new SegmentStore(options, _identity.StoreEpoch, _queue);
        var recovered = _segments.Recover();
        var known = Math.Max(recovered, _identity.Used);
        var next = Math.Max(recovered, _identity.Reserved);
        // After a crash the numbers in between may have been used or not: all of them are declared, so the collector waits for none.
        _queue.DeclareHole(next - known);
        _identity = _identity with { Used = next, Reserved = next + SpoolIdentity.Step };
        _identity.Write(options.Directory);
        _maker = new FrameMaker(_identity.StoreEpoch, next, encode, clock);
        if (_segments.Damaged > 0) SpoolLog.DamageFound(log, _segments.Damaged, options.Directory);
        var rounds = new PeriodicTimer(options.Round, clock);
        _disk = Task.Run(() => RunDiskAsync(rounds, _stopping.Token));
    }

    public ulong StoreEpoch => _identity.StoreEpoch;

    public SpoolCounters Counters
    {
        get
        {
            var (depth, memory, dropped) = _queue.Counters;
            return new SpoolCounters
            {
                Depth = depth,
                MemoryBytes = memory,
                DiskBytes = _segments.Bytes,
                Dropped = dropped,
                Damaged = _segments.Damaged,
                NextSequence = _maker.NextSequence,
                Problem = _problem,
            };
        }
    }

    /// <exception cref="SpoolException">Another agent has it, or the directory cannot be written.</exception>
    public static FileSpool Open(SpoolOptions options, BatchEncoder encode, TimeProvider clock, ILogger log)
    {
        var taken = SpoolLock.Take(options.Directory);
        try
        {
            return new FileSpool(options, encode, clock, log, taken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            taken.Dispose();
            throw SpoolException.Unwritable(options.Directory, failure.Message);
        }
    }

    public ulong Append(IReadOnlyList<Sample> samples, uint configRevision, ClockStamp stamp) =>
        _maker.Append(samples, configRevision, stamp, _queue);

    public SpoolFrame? TakeOldest() => _queue.TakeOldest();

    public SpoolFrame? TakeFresh(TimeSpan oldest) => _queue.TakeFresh(at => _clock.GetElapsedTime(at) <= oldest);

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(SpoolFrame frame, CancellationToken cancellation)
    {
        if (_queue.PayloadOf(frame) is { } payload) return payload;
        if (frame.Place is not { } place) return null;
        var read = await Task.Run(() => TryRead(place), cancellation).ConfigureAwait(false);
        if (read is not null) return read;
        _segments.CountDamage();
        _queue.Drop(frame);
        return null;
    }

    public void Release(SpoolFrame frame) => _queue.Release(frame);

    public long Confirm(ulong storeEpoch, ulong from, ulong to) => storeEpoch == StoreEpoch ? _queue.Confirm(from, to) : 0;

    /// <summary>Writes everything unacknowledged, unless the disk does not answer within five seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _disk.WaitAsync(LastWait, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_disk.IsCompleted) return; // the card hangs: the process ends without it, and the kernel frees the lock
        var last = Task.Run(() => OneRound(isLast: true));
        await last.WaitAsync(LastWait, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!last.IsCompleted) return;
        _segments.Dispose();
        _lock.Dispose();
        _stopping.Dispose();
    }

    // Above anything that a spool can have used: four billion samples are a century of a busy probe.
    private const ulong LostReserve = 1UL << 40;

    /// <summary>Whether nothing is left that waits for its turn on the disk.</summary>
    internal bool IsWritten => _queue.InMemory(static _ => true).Count == 0;

    /// <summary>Lets everything fall as a killed process would: nothing more is written, the lock is free.</summary>
    internal void Abandon()
    {
        _stopping.Cancel();
        _disk.Wait(LastWait);
        _segments.Dispose();
        _lock.Dispose();
    }

    private static SpoolIdentity Lost(string directory) =>
        SegmentStore.EpochOf(directory) is { } epoch
            ? SpoolIdentity.Fresh() with { StoreEpoch = epoch, Reserved = LostReserve, Used = LostReserve }
            : SpoolIdentity.Fresh();

    private async Task RunDiskAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        using var rounds = timer;
        try
        {
            while (await rounds.WaitForNextTickAsync(stopping).ConfigureAwait(false)) OneRound(isLast: false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private void OneRound(bool isLast)
    {
        try
        {
            ReserveAhead(isLast);
            var due = _queue.InMemory(frame => isLast || IsOld(frame));
            if (due.Count > 0) _segments.Write(due);
            else _segments.Tidy();
            if (_problem is not null) SpoolLog.DiskBack(_log, _options.Directory);
            _problem = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (_problem is null) SpoolLog.DiskGone(_log, _options.Directory, failure.Message);
            _problem = $"{_options.Directory} cannot be written ({failure.Message}); samples are kept in memory only: check the card";
        }
    }

    private void ReserveAhead(bool isLast)
    {
        var next = _maker.NextSequence;
        if (!isLast && next + SpoolIdentity.Step / 4 < _identity.Reserved) return;
        _identity = _identity with { Used = next, Reserved = isLast ? next : next + SpoolIdentity.Step };
        _identity.Write(_options.Directory);
    }

    private bool IsOld(SpoolFrame frame) => frame.AppendedAt is { } at && _clock.GetElapsedTime(at) >= _options.WriteAfter;

    private static byte[]? TryRead(FramePlace place)
    {
        try
        {
            return SegmentReader.ReadPayload(place);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

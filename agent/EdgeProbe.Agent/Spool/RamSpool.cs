namespace EdgeProbe.Agent.Spool;

/// <summary>The live path alone: nothing outlives the process. Its epoch is new with every start.</summary>
internal sealed class RamSpool(ulong storeEpoch, long maxBytes, BatchEncoder encode, TimeProvider clock) : ISpool
{
    private readonly FrameQueue _queue = new(maxBytes);
    private readonly FrameMaker _maker = new(storeEpoch, 0, encode, clock);

    public ulong StoreEpoch => storeEpoch;

    public SpoolCounters Counters
    {
        get
        {
            var (depth, memory, dropped) = _queue.Counters;
            return new SpoolCounters { Depth = depth, MemoryBytes = memory, Dropped = dropped, NextSequence = _maker.NextSequence };
        }
    }

    public ulong Append(IReadOnlyList<Sample> samples, uint configRevision, ClockStamp stamp) =>
        _maker.Append(samples, configRevision, stamp, _queue);

    public SpoolFrame? TakeOldest() => _queue.TakeOldest();

    public SpoolFrame? TakeFresh(TimeSpan oldest) => _queue.TakeFresh(at => clock.GetElapsedTime(at) <= oldest);

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(SpoolFrame frame, CancellationToken cancellation) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>?>(_queue.PayloadOf(frame) is { } payload ? payload : null);

    public void Release(SpoolFrame frame) => _queue.Release(frame);

    public long Confirm(ulong epoch, ulong from, ulong to) => epoch == storeEpoch ? _queue.Confirm(from, to) : 0;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

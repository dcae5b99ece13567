using System.Buffers;

namespace EdgeProbe.Agent.Spool;

/// <summary>Writes a batch as the bytes that will travel.</summary>
internal delegate void BatchEncoder(Batch batch, IBufferWriter<byte> into);

/// <summary>
/// Numbers samples and turns them into frames. A batch above what a collector takes in one message is halved; a sample that is too large
/// by itself is given up alone. Safe for use from several threads.
/// </summary>
internal sealed class FrameMaker(ulong storeEpoch, ulong next, BatchEncoder encode, TimeProvider clock)
{
    /// <summary>Most bytes of one frame: the collector refuses batches above 64 KiB.</summary>
    public const int MaxBytes = 60 << 10;

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private ulong _next = next;

    public ulong StoreEpoch => storeEpoch;

    public ulong NextSequence => Volatile.Read(ref _next);

    public ulong Append(IReadOnlyList<Sample> samples, uint configRevision, ClockStamp stamp, FrameQueue queue)
    {
        lock (_gate)
        {
            var first = _next;
            Add(new Batch { StoreEpoch = storeEpoch, FirstSequence = first, ConfigRevision = configRevision, Clock = stamp, Samples = samples }, queue);
            _next = first + (ulong)samples.Count;
            return first;
        }
    }

    private void Add(Batch batch, FrameQueue queue)
    {
        if (batch.Samples.Count == 0) return;
        _buffer.ResetWrittenCount();
        encode(batch, _buffer);
        if (_buffer.WrittenCount <= MaxBytes) queue.Add(Frame(batch));
        else if (batch.Samples.Count == 1) queue.DropUnframed(1);
        else
        {
            var half = batch.Samples.Count / 2;
            Add(batch with { Samples = [.. batch.Samples.Take(half)] }, queue);
            Add(batch with { Samples = [.. batch.Samples.Skip(half)], FirstSequence = batch.FirstSequence + (ulong)half }, queue);
        }
    }

    private SpoolFrame Frame(Batch batch) => new()
    {
        FirstSequence = batch.FirstSequence,
        Count = (uint)batch.Samples.Count,
        ConfigRevision = batch.ConfigRevision,
        AppendedAt = clock.GetTimestamp(),
        Payload = _buffer.WrittenSpan.ToArray(),
    };
}

using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeProbe.Capture.Flows;

namespace EdgeProbe.Capture.Observations;

/// <summary>
/// From the capture to the flow stage: a Pipe of fixed-size observations. The capture never waits: with <c>limit</c> bytes under way the
/// newest observation is dropped and counted. One thread writes, one reads; counters may be read from any.
/// </summary>
internal sealed unsafe class ObservationPipe : IDisposable
{
    private readonly SlabPool _slabs = new();
    private readonly Pipe _pipe;
    private readonly Observation[] _scratch = new Observation[Parsing.FrameParser.MaxObservations];
    private readonly long _limit;
    private readonly FlowSampling _sampling;
    private Observation* _block;
    private int _room;
    private int _used;
    private long _written;
    private long _read;
    private long _dropped;

    public ObservationPipe(int limitBytes, FlowSampling sampling)
    {
        (_limit, _sampling) = (limitBytes, sampling);
        // The bound is kept here, by dropping: the Pipe's own would make the writer wait.
        _pipe = new Pipe(new PipeOptions(
            _slabs, readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: SlabPool.SlabBytes, useSynchronizationContext: false));
    }

    public PipeReader Reader => _pipe.Reader;

    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Bytes under way, as a share of what may be.</summary>
    public double Fill => (double)(_written - Volatile.Read(ref _read)) / _limit;

    /// <summary>Where the observations of the next frame go: into the Pipe, or nowhere when it is full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<Observation> Reserve()
    {
        if (_room - _used < Parsing.FrameParser.MaxObservations && !TryTakeBlock()) return _scratch;
        return new Span<Observation>(_block + _used, Parsing.FrameParser.MaxObservations);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit(int count)
    {
        if (_block == null) Volatile.Write(ref _dropped, _dropped + count);
        else if (_sampling.Shift == 0) _used += count;
        else _used += _sampling.Keep(new Span<Observation>(_block + _used, count));
    }

    /// <summary>One observation that is no frame's; dropped like any other when the Pipe is full.</summary>
    public void Write(in Observation observation)
    {
        Reserve()[0] = observation;
        Commit(1);
    }

    /// <summary>Hands over what was written. Never waits.</summary>
    public void Flush()
    {
        HandOver();
        var flushed = _pipe.Writer.FlushAsync();
        if (!flushed.IsCompletedSuccessfully) throw new InvalidOperationException("the Pipe made its writer wait, which it must never do");
        _ = flushed.Result;
        _sampling.Adjust(Fill);
    }

    public void Complete() => _pipe.Writer.Complete();

    /// <summary>Lets the flow stage take what was handed over; true when there was something.</summary>
    public bool Drain(FlowStage stage)
    {
        if (!_pipe.Reader.TryRead(out var result)) return false;
        Take(result.Buffer, stage);
        return true;
    }

    public void Take(in ReadOnlySequence<byte> buffer, FlowStage stage)
    {
        foreach (var block in buffer)
        {
            foreach (ref readonly var observation in MemoryMarshal.Cast<byte, Observation>(block.Span)) stage.Take(observation);
        }

        Volatile.Write(ref _read, _read + buffer.Length);
        _pipe.Reader.AdvanceTo(buffer.End);
    }

    public void Dispose()
    {
        _pipe.Writer.Complete();
        _pipe.Reader.Complete();
        _slabs.Dispose();
    }

    private bool TryTakeBlock()
    {
        HandOver();
        if (_written - Volatile.Read(ref _read) > _limit) return false;
        var memory = _pipe.Writer.GetMemory(Parsing.FrameParser.MaxObservations * Observation.SizeInBytes);
        // Outside the managed heap: it does not move, and there is nothing to release.
        _block = (Observation*)memory.Pin().Pointer;
        _room = memory.Length / Observation.SizeInBytes;
        return true;
    }

    private void HandOver()
    {
        if (_used > 0)
        {
            _pipe.Writer.Advance(_used * Observation.SizeInBytes);
            _written += (long)_used * Observation.SizeInBytes;
        }

        _block = null;
        (_room, _used) = (0, 0);
    }
}

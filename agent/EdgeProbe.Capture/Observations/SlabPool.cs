using System.Buffers;
using System.Runtime.InteropServices;

namespace EdgeProbe.Capture.Observations;

/// <summary>
/// Blocks of 64 KiB outside the managed heap for the Pipe. A block goes back to the pool when the flow stage has read it; so a steady
/// capture allocates nothing. Thread-safe; blocks that are out when the pool is disposed are freed when they come back.
/// </summary>
internal sealed class SlabPool : MemoryPool<byte>
{
    public const int SlabBytes = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly Stack<Slab> _free = new();
    private bool _isDisposed;

    public override int MaxBufferSize => SlabBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, SlabBytes);
        lock (_gate)
        {
            if (_free.TryPop(out var slab)) return slab;
        }

        return new Slab(this);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_free.TryPop(out var slab)) slab.Free();
        }
    }

    private void Return(Slab slab)
    {
        lock (_gate)
        {
            if (_isDisposed) slab.Free();
            else _free.Push(slab);
        }
    }

    private sealed unsafe class Slab(SlabPool pool) : MemoryManager<byte>
    {
        private byte* _first = (byte*)NativeMemory.AlignedAlloc(SlabBytes, 64);

        public override Span<byte> GetSpan() => new(_first, SlabBytes);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex);

        public override void Unpin()
        {
        }

        public void Free()
        {
            NativeMemory.AlignedFree(_first);
            _first = null;
        }

        // The Pipe disposes a block when all of it has been read: it is not freed then, but kept.
        protected override void Dispose(bool disposing) => pool.Return(this);
    }
}

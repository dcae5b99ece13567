using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeProbe.Capture.Memory;

/// <summary>
/// A fixed number of plain structs outside the managed heap, zeroed: tables whose size is decided once must not count against the agent's
/// heap limit, nor be walked by the collector. Pages that were never touched cost nothing. Not thread-safe; lives until disposed.
/// </summary>
internal sealed unsafe class NativeTable<T> : IDisposable
    where T : unmanaged
{
    private T* _first;

    public NativeTable(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        // A table of this size is mapped, not carved out of the heap: disposing gives it back at once.
        _first = (T*)NativeMemory.AllocZeroed((nuint)length, (nuint)sizeof(T));
    }

    public int Length { get; private set; }

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length) Outside(index);
            return ref _first[index];
        }
    }

    public Span<T> AsSpan(int start, int length)
    {
        if ((uint)start > (uint)Length || (uint)length > (uint)(Length - start)) Outside(start);
        return new Span<T>(_first + start, length);
    }

    public void Dispose()
    {
        NativeMemory.Free(_first);
        _first = null;
        Length = 0;
    }

    private void Outside(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, $"the table has {Length} places");
}

using System.Runtime.InteropServices;

namespace EdgeProbe.Capture.Memory;

/// <summary>A list of plain structs outside the managed heap that grows up to a stated bound. Not thread-safe; lives until disposed.</summary>
internal sealed unsafe class NativeList<T>(int bound) : IDisposable
    where T : unmanaged
{
    private T* _first;
    private int _room;

    public int Count { get; private set; }

    public bool IsFull => Count == bound;

    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), index, $"the list has {Count} entries");
            return ref _first[index];
        }
    }

    /// <summary>A zeroed entry at the end; its index, or -1 when the bound is reached.</summary>
    public int Add()
    {
        if (IsFull) return -1;
        if (Count == _room) Grow();
        _first[Count] = default;
        return Count++;
    }

    public ReadOnlySpan<T> AsSpan() => new(_first, Count);

    public void Dispose()
    {
        NativeMemory.Free(_first);
        _first = null;
        (_room, Count) = (0, 0);
    }

    private void Grow()
    {
        _room = (int)Math.Min(bound, Math.Max(16L, _room * 2L));
        _first = (T*)NativeMemory.Realloc(_first, (nuint)_room * (nuint)sizeof(T));
    }
}

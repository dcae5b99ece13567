using System.Runtime.InteropServices;

namespace EdgeProbe.Sockets;

/// <summary>Where received bytes land: one for the whole receive thread, outside the managed heap, so nothing is pinned.</summary>
internal sealed unsafe class ReceiveBuffer : IDisposable
{
    // Larger than any packet that fits an Ethernet or a tunnel; longer ones arrive cut and marked.
    internal const int DataSize = 4096;

    // Receive time, hop limit and one error with its address need under 150 bytes.
    internal const int ControlSize = 256;

    internal byte* Data { get; private set; } = (byte*)NativeMemory.Alloc(DataSize + ControlSize);

    // Aligned, since the data before it is a multiple of eight.
    internal byte* Control => Data + DataSize;

    public void Dispose()
    {
        NativeMemory.Free(Data);
        Data = null;
    }
}

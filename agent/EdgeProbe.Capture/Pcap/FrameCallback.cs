using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeProbe.Capture.Pcap;

/// <summary>libpcap's way back into managed code. No exception may leave it, or the process ends: the first is kept and thrown afterwards.</summary>
internal sealed unsafe class FrameCallback : IDisposable
{
    // A second's worth that still fits 64 bits of nanoseconds; beyond it a file's time is nonsense and stands still.
    private const long LastSecond = 9_000_000_000;
    private const long SecondNs = 1_000_000_000;

    private GCHandle _self;
    private FrameReceiver? _receiver;
    private Exception? _thrown;

    public FrameCallback() => _self = GCHandle.Alloc(this);

    /// <summary>Nanoseconds in one unit of a frame's fraction: 1, or 1,000 where the kernel gives no finer time.</summary>
    public int FractionNs { get; init; } = 1;

    public int Dispatch(PcapHandle pcap, FrameReceiver receiver, int most)
    {
        _receiver = receiver;
        var result = LibPcap.Dispatch(pcap.Pointer, most, &Take, GCHandle.ToIntPtr(_self));
        GC.KeepAlive(pcap);
        if (_thrown is not { } thrown) return result;
        _thrown = null;
        throw new InvalidOperationException("a frame could not be taken", thrown);
    }

    public void Dispose()
    {
        if (_self.IsAllocated) _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(nint user, LibPcap.FrameHeader* header, byte* bytes)
    {
        var self = Unsafe.As<FrameCallback>(GCHandle.FromIntPtr(user).Target)!;
#pragma warning disable CA1031 // an exception that left here would end the process
        try
        {
            var seconds = Math.Clamp(header->Seconds, 0, LastSecond);
            var length = (int)Math.Min(header->CapturedLength, int.MaxValue);
            self._receiver!.Take(new ReadOnlySpan<byte>(bytes, length), header->WireLength, seconds * SecondNs + Math.Clamp(header->Fraction * self.FractionNs, 0, SecondNs - 1));
        }
        catch (Exception thrown)
        {
            self._thrown ??= thrown;
        }
#pragma warning restore CA1031
    }
}

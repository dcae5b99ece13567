using System.Runtime.InteropServices;

namespace EdgeProbe.Capture.Pcap;

/// <summary>An open capture; closes the file or device and, behind it, the buffer that the C library reads into.</summary>
internal sealed unsafe class PcapHandle : SafeHandle
{
    private readonly byte* _buffer;

    public PcapHandle(nint pcap, byte* buffer = null)
        : base(0, ownsHandle: true)
    {
        _buffer = buffer;
        SetHandle(pcap);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The pointer for calls; the handle must be kept alive around them.</summary>
    public nint Pointer => handle;

    public string LastError => LibPcap.Text(LibPcap.ErrorOf(handle));

    protected override bool ReleaseHandle()
    {
        LibPcap.Close(handle);
        NativeMemory.Free(_buffer);
        return true;
    }
}

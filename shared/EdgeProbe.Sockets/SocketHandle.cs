using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Sockets;

/// <summary>An open socket or event of the kernel. Closed when the last user has let go, so a number is never reused under a poller.</summary>
public sealed class SocketHandle : SafeHandleMinusOneIsInvalid
{
    internal SocketHandle(int handle) : base(ownsHandle: true) => SetHandle(handle);

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}

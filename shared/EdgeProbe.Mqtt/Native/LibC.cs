using System.Runtime.InteropServices;

namespace EdgeProbe.Mqtt.Native;

internal static unsafe partial class LibC
{
    // poll(2)
    public const short Readable = 0x001;
    public const short Writable = 0x004;
    public const short Failed = 0x008;
    public const short HungUp = 0x010;
    public const short PeerClosed = 0x2000;

    // errno(3)
    public const int HostUnreachable = 113;
    public const int NetworkUnreachable = 101;
    public const int ConnectionRefused = 111;

    // eventfd(2)
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    // tcp(7): struct tcp_info begins with the state; 2 is SYN_SENT.
    private const int TcpProtocol = 6;
    private const int TcpInfo = 11;
    private const byte SynSent = 2;
    private const int ShutdownBoth = 2;

    public static int NewEvent() => EventFd(0, NonBlocking | CloseOnExec);

    /// <summary>Ends a connect(2) that another thread blocks in; does nothing to a socket in any other state.</summary>
    public static void AbortConnecting(int socket)
    {
        byte state = 0;
        var length = 1;
        if (GetSocketOption(socket, TcpProtocol, TcpInfo, &state, ref length) == 0 && state == SynSent) _ = Shutdown(socket, ShutdownBoth);
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    public static partial int Poll(PolledFile* files, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int file, ulong* value, nuint length);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int file, ulong* value, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "free")]
    public static partial void Free(nint memory);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int EventFd(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSocketOption(int socket, int level, int option, byte* value, ref int length);
}

/// <summary>struct pollfd. A negative file is passed over.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PolledFile
{
    public int File;
    public short Wanted;
    public short Seen;
}

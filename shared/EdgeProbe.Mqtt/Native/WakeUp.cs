using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Mqtt.Native;

/// <summary>
/// Where the link's thread sleeps: on its socket and on an eventfd(2) that any thread may signal. Signals before a wait are not lost; many are one.
/// </summary>
internal sealed unsafe class WakeUp : SafeHandleMinusOneIsInvalid
{
    public WakeUp() : base(ownsHandle: true)
    {
        SetHandle(LibC.NewEvent());
        if (IsInvalid) throw new IOException("no eventfd could be made: this process has too many files open (ulimit -n)");
    }

    public void Signal()
    {
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            ulong one = 1;
            _ = LibC.Write((int)handle, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException) { } // the link is gone: nobody sleeps here any more
        finally
        {
            if (held) DangerousRelease();
        }
    }

    /// <summary>Sleeps until signalled.</summary>
    public void Wait() => Wait(-1, 0, -1);

    /// <summary>Sleeps until signalled, until the socket has something of what is wanted or an error, or until the time is over.</summary>
    /// <returns>What the socket has (poll(2)).</returns>
    public short Wait(int socket, short wanted, int milliseconds)
    {
        var files = stackalloc PolledFile[2];
        files[0] = new PolledFile { File = (int)handle, Wanted = LibC.Readable };
        files[1] = new PolledFile { File = socket, Wanted = wanted };
        if (LibC.Poll(files, 2, milliseconds) <= 0) return 0;
        if (files[0].Seen != 0) Forget();
        return files[1].Seen;
    }

    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;

    private void Forget()
    {
        ulong signals;
        _ = LibC.Read((int)handle, &signals, sizeof(ulong));
    }
}

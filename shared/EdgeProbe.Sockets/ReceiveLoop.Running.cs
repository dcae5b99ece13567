using Microsoft.Extensions.Logging;

namespace EdgeProbe.Sockets;

/// <summary>The thread: poll, hand on, take changes.</summary>
public sealed unsafe partial class ReceiveLoop
{
    private const int EventNonBlocking = 0x800;
    private const int EventCloseOnExec = 0x80000;

    private Registration[] _polled = [];
    private PollEntry[] _entries = [];
    private long _faults;

    private static SocketHandle OpenBell()
    {
        var bell = Libc.EventHandle(0, EventNonBlocking | EventCloseOnExec);
        return bell >= 0
            ? new SocketHandle(bell)
            : throw new IOException($"The kernel gives no event handle (errno {(int)TimedSocket.LastError()}): raise the limit of open files.");
    }

    private void Run()
    {
        try
        {
            // Ends: Dispose.
            while (TakeChanges()) WaitAndHandOn();
        }
        finally
        {
            foreach (var one in _registrations) one.Socket.DangerousRelease();
            _bell.Dispose();
            _buffer.Dispose();
        }
    }

    private bool TakeChanges()
    {
        lock (_gate)
        {
            if (_stopping) return false;
            if (!_changed) return true;
            _changed = false;
            foreach (var gone in _registrations.FindAll(one => one.Removed)) gone.Socket.DangerousRelease();
            _registrations.RemoveAll(one => one.Removed);
            _polled = [.. _registrations];
            // Pinned for good: the kernel writes into it while the thread sleeps.
            _entries = GC.AllocateArray<PollEntry>(_polled.Length + 1, pinned: true);
            for (var i = 0; i < _polled.Length; i++) _entries[i] = EntryOf(_polled[i].Socket, _polled[i].Wanted);
            _entries[^1] = EntryOf(_bell, PollEvents.Readable);
            return true;
        }
    }

    private static PollEntry EntryOf(SocketHandle socket, PollEvents wanted) =>
        new() { Handle = (int)socket.DangerousGetHandle(), Wanted = wanted };

    private void WaitAndHandOn()
    {
        fixed (PollEntry* entries = _entries)
        {
            if (Libc.Poll(entries, (nuint)_entries.Length, -1) <= 0) return;
        }

        if (_entries[^1].Seen != PollEvents.None) Quieten();
        for (var i = 0; i < _polled.Length; i++)
        {
            if (_entries[i].Seen != PollEvents.None && !_polled[i].Removed) HandOn(_polled[i], _entries[i].Seen);
        }
    }

    private void HandOn(Registration ready, PollEvents seen)
    {
        try
        {
            ready.Handler.OnReady(seen);
        }
#pragma warning disable CA1031 // the edge of the loop: one room's fault must not stop the others' receiving
        catch (Exception fault)
        {
            Interlocked.Increment(ref _faults);
            SocketsLog.HandlerBroke(_log, fault);
        }
#pragma warning restore CA1031
    }

    private void Ring()
    {
        var one = 1UL;
        var held = false;
        try
        {
            _bell.DangerousAddRef(ref held);
            _ = Libc.Write(_bell, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The thread has ended: there is nobody to wake.
        }
        finally
        {
            if (held) _bell.DangerousRelease();
        }
    }

    private void Quieten()
    {
        ulong rings;
        _ = Libc.Read(_bell, &rings, sizeof(ulong));
    }
}

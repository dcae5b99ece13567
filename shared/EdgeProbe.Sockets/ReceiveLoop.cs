using Microsoft.Extensions.Logging;

namespace EdgeProbe.Sockets;

/// <summary>
/// One thread that waits on all sockets given to it and hands on what they bring; it sleeps while nothing comes. Thread-safe.
/// Lives until disposed, which ends the thread; sockets still inside are let go, not closed.
/// </summary>
public sealed partial class ReceiveLoop : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Registration> _registrations = [];
    private readonly SocketHandle _bell = OpenBell();
    private readonly ReceiveBuffer _buffer = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private bool _changed = true;
    private bool _stopping;

    public ReceiveLoop(TimeProvider clock, ILogger log)
    {
        (_clock, _log) = (clock, log);
        // 256 KiB is plenty for a loop that calls handlers of a few frames each; the default would be 8 MiB of address space.
        _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "receive" };
        _thread.Start();
    }

    /// <summary>Handlers that threw: a fault of this program, logged; the loop goes on.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Hands every packet and error of the socket to the receiver, until the socket is removed.</summary>
    public void Add(TimedSocket socket, IPacketReceiver receiver) =>
        Add(socket.Handle, PollEvents.Readable, new PacketPump(socket, receiver, _buffer, _clock));

    /// <summary>Tells the handler when the socket is ready, until it is removed.</summary>
    public void Add(SocketHandle socket, PollEvents wanted, IPollHandler handler)
    {
        // Held while registered: the number cannot be closed and given to another file under the poller.
        var held = false;
        socket.DangerousAddRef(ref held);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _registrations.Add(new Registration(socket, wanted, handler));
            _changed = true;
        }

        Ring();
    }

    /// <summary>Stops waiting on the socket. A call to its handler that has begun may still be running when this returns.</summary>
    public void Remove(SocketHandle socket)
    {
        lock (_gate)
        {
            var found = _registrations.Find(one => one.Socket == socket);
            if (found is null || found.Removed) return;
            found.Removed = true;
            _changed = true;
        }

        Ring();
    }

    /// <summary>
    /// Hands the next error about the socket's packets to the receiver; false when none waits. Only from a handler of this loop: it reads
    /// into the loop's own buffer.
    /// </summary>
    public bool TryTakeError(TimedSocket socket, IPacketReceiver receiver) => socket.TryReceiveError(_buffer, receiver, _clock);

    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping) return;
            _stopping = true;
        }

        Ring();
        // A handler may dispose of the loop; it cannot wait for itself.
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    private sealed record Registration(SocketHandle Socket, PollEvents Wanted, IPollHandler Handler)
    {
        public bool Removed { get; set; }
    }
}

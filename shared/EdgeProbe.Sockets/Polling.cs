namespace EdgeProbe.Sockets;

/// <summary>What a socket is ready for (poll(2)).</summary>
[Flags]
public enum PollEvents : short { None = 0, Readable = 1, Writable = 4, Error = 8, HangUp = 16, NotOpen = 32 }

/// <summary>Told on the receive thread that its socket is ready: must be quick, must not block, and must take what made it ready.</summary>
public interface IPollHandler
{
    void OnReady(PollEvents seen);
}

namespace EdgeProbe.Sockets;

/// <summary>Empties a ready socket: its errors first, for they explain what is missing, then its packets.</summary>
internal sealed class PacketPump(TimedSocket socket, IPacketReceiver receiver, ReceiveBuffer buffer, TimeProvider clock) : IPollHandler
{
    // So that one flooded socket cannot keep the others waiting: what is left makes the next poll return at once.
    private const int MostAtOnce = 64;

    public void OnReady(PollEvents seen)
    {
        if ((seen & PollEvents.Error) != 0)
        {
            for (var i = 0; i < MostAtOnce && socket.TryReceiveError(buffer, receiver, clock); i++) { }
        }

        for (var i = 0; i < MostAtOnce && socket.TryReceive(buffer, receiver, clock); i++) { }
    }
}

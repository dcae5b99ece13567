using Microsoft.Extensions.Logging;

namespace EdgeProbe.Mqtt.Connections;

/// <summary>Hands state changes to the handlers on the thread pool, one after the other and in order, however long they take.</summary>
internal sealed class StateFeed(Action<LinkState> raise, ILogger log)
{
    private readonly Queue<LinkState> _waiting = new();
    private bool _running;

    public void Post(LinkState state)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(state);
            if (_running) return;
            _running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static feed => feed.Drain(), this, preferLocal: false);
    }

    private void Drain()
    {
        // Ends: nothing waits any more.
        while (Take() is { } state)
        {
            try { raise(state); }
#pragma warning disable CA1031 // a handler's failure must not end the process from a pool thread, nor keep the next change from the others
            catch (Exception unexpected) { MqttLog.HandlerFailed(log, unexpected); }
#pragma warning restore CA1031
        }
    }

    private LinkState? Take()
    {
        lock (_waiting)
        {
            if (_waiting.TryDequeue(out var state)) return state;
            _running = false;
            return null;
        }
    }
}

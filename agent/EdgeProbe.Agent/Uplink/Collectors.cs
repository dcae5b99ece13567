using System.Collections.Concurrent;
using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Uplink;

/// <summary>Which collectors have said that they are there. Without one, samples stay in the spool instead of being thrown away by the broker.</summary>
internal sealed class Collectors
{
    private readonly ConcurrentDictionary<string, bool> _online = new();

    public bool AnyOnline => !_online.IsEmpty;

    public int Online => _online.Count;

    /// <summary>A retained state that was deleted, or that is no state, is no collector.</summary>
    public void Hear(string topic, ReadOnlySpan<byte> payload)
    {
        if (StateCodec.TryRead(payload, out var state) && state!.Online) _online[topic] = true;
        else _online.TryRemove(topic, out _);
    }

    /// <summary>The link is gone: what was retained will be said again by the broker.</summary>
    public void Forget() => _online.Clear();
}

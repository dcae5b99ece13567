using System.Net;

namespace EdgeProbe.Agent.Schedule;

/// <summary>The first hop beyond the gateway that answers, per family, as the last walk found it; null while none is known. Thread-safe.</summary>
internal sealed class FirstHops
{
    private volatile IPAddress? _v4;
    private volatile IPAddress? _v6;

    public IPAddress? Of(IpFamily family) => family == IpFamily.V6 ? _v6 : _v4;

    public void Found(IpFamily family, IPAddress? hop)
    {
        if (family == IpFamily.V6) _v6 = hop;
        else _v4 = hop;
    }
}

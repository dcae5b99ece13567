using System.Net;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Sockets;
using EdgeProbe.Stamp;

namespace EdgeProbe.Collector.Commands;

/// <summary>The STAMP reflector inside the collector: the core point of the probes' ladder.</summary>
internal sealed class ReflectorHost : IAsyncDisposable
{
    private readonly ReceiveLoop _loop;
    private readonly StampReflector _reflector;

    private ReflectorHost(ReceiveLoop loop, StampReflector reflector) => (_loop, _reflector) = (loop, reflector);

    /// <exception cref="IOException">The port cannot be taken; the message says why and what to do.</exception>
    public static ReflectorHost Open(string listen, TimeProvider clock, ILoggerFactory logs, CollectorMeter meter)
    {
        var at = IPEndPoint.Parse(listen);
        var loop = new ReceiveLoop(clock, logs.CreateLogger<ReceiveLoop>());
        var reflector = StampReflector.TryOpen(at, loop, clock, new KernelClock(), new ReflectorOptions(), out var problem);
        if (reflector is null)
        {
            loop.Dispose();
            throw new IOException($"the reflector (reflector.listen {listen}) cannot start: {problem}");
        }

        meter.Count("edgeprobe_reflector_received", "STAMP packets received", () => reflector.Counters.Received);
        meter.Count("edgeprobe_reflector_reflected", "STAMP packets answered", () => reflector.Counters.Reflected);
        meter.Count("edgeprobe_reflector_malformed", "STAMP packets that could not be read", () => reflector.Counters.Malformed);
        meter.Count("edgeprobe_reflector_limited", "STAMP packets over the limit of their source", () => reflector.Counters.Limited);
        meter.Count("edgeprobe_reflector_refused", "STAMP packets from a port that no sender uses", () => reflector.Counters.Refused);
        meter.Count("edgeprobe_reflector_unsent", "STAMP answers that the kernel did not take", () => reflector.Counters.Unsent);
        meter.Count("edgeprobe_reflector_evicted_sessions", "STAMP sessions forgotten because the table was full", () => reflector.Counters.EvictedSessions);
        meter.Gauge("edgeprobe_reflector_sessions", "STAMP sessions remembered", () => reflector.Counters.Sessions);
        return new ReflectorHost(loop, reflector);
    }

    public ValueTask DisposeAsync()
    {
        _reflector.Dispose();
        _loop.Dispose();
        return ValueTask.CompletedTask;
    }
}

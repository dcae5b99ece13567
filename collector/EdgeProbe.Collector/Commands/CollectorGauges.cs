using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Ingest;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Mqtt;

namespace EdgeProbe.Collector.Commands;

/// <summary>What is only known by looking, for <c>/metrics</c>.</summary>
internal static class CollectorGauges
{
    public static void Add(CollectorMeter meter, FleetRegistry fleet, BatchKeeper keeper, HeldBatches held, IMqttLink link, TimeProvider clock)
    {
        meter.Gauge("edgeprobe_broker_online", "1 while the broker link is up", () => link.State.Status == LinkStatus.Online ? 1 : 0);
        meter.Gauge("edgeprobe_store_usable", "0 while nothing can be stored and nothing is acknowledged", () => keeper.Problem is null ? 1 : 0);
        meter.Gauge("edgeprobe_ingest_waiting", "Batches that wait for the store", () => keeper.Waiting);
        meter.Gauge("edgeprobe_ingest_held", "Batches that wait for their probe's birth", () => held.Count);
        meter.Gauge("edgeprobe_ingest_lag_seconds", "From the end of the last live batch's newest window until it was stored", () => keeper.LagSeconds ?? 0);
        meter.Gauge("edgeprobe_probes", "Probes known", () => fleet.All.Count());
        meter.Gauge("edgeprobe_probes_online", "Probes that say they are online", () => fleet.All.Count(p => p.Facts.Presence == Presence.Online));
        meter.Gauge("edgeprobe_probes_silent", "Probes without new data for three minutes", () => fleet.All.Count(p => IsSilent(p.Facts, clock.GetUtcNow())));
        meter.Gauge("edgeprobe_unexplained_gaps", "Holes in sequence numbers, older than ten minutes, that nothing explains", () => Sum(fleet, c => c.UnexplainedGaps));
        meter.Count("edgeprobe_probe_declared_dropped", "Samples that probes say they had to overwrite", () => (long)Sum(fleet, c => c.DeclaredDropped));
        meter.Count("edgeprobe_probe_spool_resets", "New store epochs: cards swapped or wiped", () => (long)Sum(fleet, c => c.SpoolResets));
        if (link is not MosquittoLink mosquitto) return;
        meter.Count("edgeprobe_broker_messages_dropped", "Messages dropped because ingest did not read for too long", () => mosquitto.Dropped);
        meter.Count("edgeprobe_broker_messages_oversized", "Messages refused for their size", () => mosquitto.Oversized);
    }

    private static double Sum(FleetRegistry fleet, Func<ProbeCounters, ulong> which) => fleet.All.Sum(p => (double)which(p.Facts.Counters));

    private static bool IsSilent(ProbeFacts facts, DateTimeOffset now) =>
        facts.NewestDataMs is { } newest && now.ToUnixTimeMilliseconds() - newest > TimeSpan.FromMinutes(3).TotalMilliseconds;
}

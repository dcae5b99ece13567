using System.Diagnostics.Metrics;
using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Ingest;

/// <summary>What ingest counts. Whatever can lose data has its counter here.</summary>
internal sealed class IngestMetrics(CollectorMeter meter)
{
    private readonly Counter<long> _messages = meter.Counter("edgeprobe_ingest_messages", "Messages from probes, by kind");
    private readonly Counter<long> _malformed = meter.Counter("edgeprobe_ingest_malformed", "Messages that could not be read, by kind and reason");
    private readonly Counter<long> _badTopics = meter.Counter("edgeprobe_ingest_bad_topics", "Messages on a topic that is no probe's");
    private readonly Counter<long> _stored = meter.Counter("edgeprobe_ingest_samples_stored", "Samples that the store has taken");
    private readonly Counter<long> _replayed = meter.Counter("edgeprobe_ingest_replayed", "Samples whose number was stored before; written again");
    private readonly Counter<long> _conflicts = meter.Counter("edgeprobe_ingest_conflicts", "Samples that came again with another content; the last is kept");
    private readonly Counter<long> _quarantined = meter.Counter("edgeprobe_ingest_quarantined", "Samples set aside, by reason");
    private readonly Counter<long> _flooded = meter.Counter("edgeprobe_ingest_flood_dropped", "Batches dropped because their probe had too many waiting; it sends them again");
    private readonly Counter<long> _notHeld = meter.Counter("edgeprobe_ingest_hold_dropped", "Batches dropped because too many wait for a birth; their probe sends them again");
    private readonly Counter<long> _rebirths = meter.Counter("edgeprobe_ingest_rebirths_asked", "Probes asked for their birth");
    private readonly Counter<long> _staleStates = meter.Counter("edgeprobe_ingest_stale_states", "States and births of an older session, ignored");
    private readonly Counter<long> _acks = meter.Counter("edgeprobe_ingest_acks", "Acknowledgements published, by whether the broker took them");
    private readonly Counter<long> _storeRetries = meter.Counter("edgeprobe_ingest_store_retries", "Writes repeated because the store or the registry was not available");
    private readonly Counter<long> _unknown = meter.Counter("edgeprobe_ingest_unknown_values", "Fields and values of a newer agent that this version does not know");
    private readonly Counter<long> _events = meter.Counter("edgeprobe_ingest_events", "Events published by probes");

    public void Message(string kind) => _messages.Add(1, Tag("kind", kind));

    public void Malformed(string kind, DecodeFailure reason) => _malformed.Add(1, Tag("kind", kind), Tag("reason", reason.ToString()));

    public void BadTopic() => _badTopics.Add(1);

    public void Stored(long samples) => _stored.Add(samples);

    public void Replayed(long samples) => _replayed.Add(samples);

    public void Conflicts(long samples) => _conflicts.Add(samples);

    public void Quarantined(string reason) => _quarantined.Add(1, Tag("reason", reason));

    public void Flooded() => _flooded.Add(1);

    public void NotHeld() => _notHeld.Add(1);

    public void RebirthAsked() => _rebirths.Add(1);

    public void StaleState() => _staleStates.Add(1);

    public void Ack(bool delivered) => _acks.Add(1, Tag("delivered", delivered ? "true" : "false"));

    public void StoreRetry() => _storeRetries.Add(1);

    public void Unknown(long values) => _unknown.Add(values);

    public void Event() => _events.Add(1);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

using EdgeProbe.Contract;
using EdgeProbe.Mqtt;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Testing.Collectors;

/// <summary>
/// A probe of a test's own on a real broker: publishes its birth, its state and whatever batches the test wants, and keeps the acks. Sends
/// nothing by itself and repeats nothing.
/// </summary>
public sealed class PublishingProbe : IAsyncDisposable
{
    private readonly MosquittoLink _link;
    private readonly PayloadEncoder _encoder = new();
    private readonly List<Ack> _acks = [];
    private readonly Task _reading;
    private int _rebirths;

    private PublishingProbe(ProbeId id, MosquittoLink link)
    {
        (Id, _link) = (id, link);
        _reading = ReadAsync();
    }

    public ProbeId Id { get; }

    public ulong StoreEpoch { get; set; } = 7;

    /// <summary>Number of the next sample.</summary>
    public ulong NextSequence { get; set; } = 1;

    public int RebirthsAsked => Volatile.Read(ref _rebirths);

    public IReadOnlyList<Ack> Acks
    {
        get
        {
            lock (_acks) return [.. _acks];
        }
    }

    /// <summary>Connects; returns when the broker has taken it in.</summary>
    public static async Task<PublishingProbe> ConnectAsync(MosquittoBroker broker, string tenant, string probe, ThrowAwayCa? ca = null)
    {
        if (!ProbeId.TryCreate(tenant, probe, out var id)) throw new ArgumentException($"{tenant}/{probe} is no probe's name");
        var files = ca?.Client($"{tenant}/{probe}");
        var tls = files is null ? null : new MqttTlsFiles { CaFile = ca!.CaFile, CertificateFile = files.Certificate, KeyFile = files.Key };
        var options = new MqttLinkOptions { Host = ca is null ? broker.Host : "localhost", Port = broker.Port, ClientId = $"{tenant}-{probe}", Tls = tls };
        var link = new MosquittoLink(options, () => null, TimeProvider.System, NullLogger.Instance);
        link.Subscribe(Topics.Ack(id), 0);
        link.Subscribe(Topics.Rebirth(id), 1);
        var connected = new PublishingProbe(id, link);
        link.Start();
        await Eventually.TrueAsync(() => link.State.Status == LinkStatus.Online, "the test's probe is online");
        return connected;
    }

    public Task PublishBirthAsync(Birth? birth = null) =>
        PublishAsync(Topics.Birth(Id), BirthCodec.Encode(birth ?? LineRecording.Birth(StoreEpoch)), retain: true);

    public Task PublishStateAsync(ProbeState state) => PublishAsync(Topics.State(Id), StateCodec.Encode(state), retain: true);

    /// <summary>Publishes samples under the next numbers, as one batch.</summary>
    public async Task<Batch> PublishAsync(IReadOnlyList<Sample> samples, bool replay = false, uint revision = 1)
    {
        var batch = new Batch
        {
            StoreEpoch = StoreEpoch,
            FirstSequence = NextSequence,
            ConfigRevision = revision,
            Clock = new ClockStamp(ClockState.Synced, 500),
            Replay = replay,
            Samples = samples,
        };
        NextSequence = batch.EndSequence;
        await PublishAsync(batch);
        return batch;
    }

    public Task PublishAsync(Batch batch)
    {
        var payload = _encoder.Encode(batch);
        return PublishAsync(Topics.Samples(Id), payload.Bytes.ToArray(), retain: false, payload.ContentType);
    }

    /// <summary>The last minutes before <paramref name="endMs"/>, one batch a minute.</summary>
    public async Task PublishMinutesAsync(long endMs, int minutes, LineQuality quality, int seed = 1)
    {
        var (recording, end) = (new LineRecording(seed), endMs - endMs % Window.DefaultLengthMs);
        for (var start = end - minutes * 60_000L; start < end; start += 60_000)
            await PublishAsync([.. Enumerable.Range(0, 6).SelectMany(i => recording.Window(start + i * Window.DefaultLengthMs, quality))]);
    }

    public bool IsAcked(Batch batch) => Acks.Any(a => a.StoreEpoch == batch.StoreEpoch
        && (a.UpTo >= batch.EndSequence || a.Ranges.Any(r => r.From <= batch.FirstSequence && r.To >= batch.EndSequence)));

    public async Task PublishAsync(string topic, byte[] payload, bool retain, string? contentType = null)
    {
        var message = new MqttMessage { Topic = topic, Payload = payload, Qos = 1, Retain = retain, ContentType = contentType ?? ContentTypes.Protobuf };
        await Eventually.TrueAsync(
            async () => (await _link.PublishAsync(message, CancellationToken.None)).Status is PublishStatus.Delivered or PublishStatus.NoSubscriber,
            $"the broker takes a message on {topic}");
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        await foreach (var message in _link.Messages.ReadAllAsync())
        {
            if (message.Topic == Topics.Rebirth(Id)) Interlocked.Increment(ref _rebirths);
            else if (AckCodec.TryRead(message.Payload.Span, out var ack))
                lock (_acks) _acks.Add(ack!);
        }
    }
}

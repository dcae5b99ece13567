using EdgeProbe.Collector.Api.Prometheus;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Ingest;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Ingest;

/// <summary>Ingest with a fake link and a clock moved by hand, over a real store that can be made to fail.</summary>
internal sealed class IngestRig : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CollectorMeter _meter = new();
    private readonly FleetDatabase _database;
    private readonly PrometheusText _metrics;
    private readonly Task _reading;
    private readonly Task _keeping;

    public IngestRig()
    {
        Clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Rows.Noon + 70_000));
        _metrics = new PrometheusText(_meter);
        _database = FleetDatabase.Open(_directory.File("registry.db"));
        Fleet = new FleetRegistry(_database);
        Store = new FailingStore(EmbeddedStore.Open(_directory.File("samples.db")));
        var (held, counts) = (new HeldBatches(), new IngestMetrics(_meter));
        var keeper = new BatchKeeper(Store, Fleet, Link, held, TimeSpan.FromDays(90), Clock, counts, NullLogger<BatchKeeper>.Instance);
        keeper.Stored += rows => Stored.Add(rows);
        var ingestor = new Ingestor(Link, Fleet, keeper, held, Clock, counts, NullLogger<Ingestor>.Instance);
        _keeping = keeper.RunAsync(_stopping.Token);
        _reading = ingestor.RunAsync(_stopping.Token);
    }

    public static ProbeId Probe => Rows.Probe();

    public FakeLink Link { get; } = new();

    public FakeTimeProvider Clock { get; }

    public FleetRegistry Fleet { get; }

    public FailingStore Store { get; }

    public List<StoredRows> Stored { get; } = [];

    /// <summary>A batch of one minute of the recorded line.</summary>
    public static Batch Minute(ulong first = 1, ulong epoch = 7, long startMs = Rows.Noon, uint revision = 1, int seed = 1, ulong droppedBefore = 0, ClockState clock = ClockState.Synced)
    {
        var recording = new LineRecording(seed);
        return new Batch
        {
            StoreEpoch = epoch,
            FirstSequence = first,
            ConfigRevision = revision,
            DroppedBefore = droppedBefore,
            Clock = new ClockStamp(clock, 1),
            Samples = [.. Enumerable.Range(0, 6).SelectMany(i => recording.Window(startMs + i * 10_000L, new LineQuality()))],
        };
    }

    public Task AckedAsync(int acks) => Eventually.TrueAsync(() => Link.Acks.Count >= acks, () => $"{acks} acks; there are {Link.Acks.Count}; {Metrics()}");

    public Task<IReadOnlyList<WindowRow>> RowsAsync() => Store.ReadWindowsAsync(Probe, 0, Rows.Noon * 2, default).AsTask();

    public string Metrics() => _metrics.Write();

    public double Metric(string line) =>
        Metrics().Split('\n').Where(l => l.StartsWith(line + " ", StringComparison.Ordinal)).Select(l => double.Parse(l[(line.Length + 1)..])).SingleOrDefault();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reading;
        await _keeping;
        await Store.DisposeAsync();
        _database.Dispose();
        _metrics.Dispose();
        _meter.Dispose();
        _stopping.Dispose();
        _directory.Dispose();
    }
}

/// <summary>A real store in front of which a test may stand.</summary>
internal sealed class FailingStore(ISampleStore inner) : ISampleStore
{
    private int _attempts;

    public Func<IReadOnlyList<WindowRow>, WriteResult?> Instead { get; set; } = _ => null;

    /// <summary>Why windows cannot be read; null when they can.</summary>
    public string? ReadProblem { get; set; }

    public int Attempts => Volatile.Read(ref _attempts);

    public ValueTask<WriteResult> WriteAsync(IReadOnlyList<WindowRow> rows, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _attempts);
        return Instead(rows) is { } result ? ValueTask.FromResult(result) : inner.WriteAsync(rows, cancellation);
    }

    public ValueTask<WriteResult> WriteScoresAsync(IReadOnlyList<ScoreRow> scores, CancellationToken cancellation) => inner.WriteScoresAsync(scores, cancellation);

    public ValueTask<WriteResult> WriteDaysAsync(IReadOnlyList<DayRow> days, CancellationToken cancellation) => inner.WriteDaysAsync(days, cancellation);

    public ValueTask<IReadOnlyList<WindowRow>> ReadWindowsAsync(ProbeId probe, long fromMs, long toMs, CancellationToken cancellation) =>
        ReadProblem is { } problem ? throw new StoreReadException(problem) : inner.ReadWindowsAsync(probe, fromMs, toMs, cancellation);

    public ValueTask<IReadOnlyList<ScoreRow>> ReadScoresAsync(ProbeId probe, long fromMs, long toMs, CancellationToken cancellation) =>
        inner.ReadScoresAsync(probe, fromMs, toMs, cancellation);

    public ValueTask<IReadOnlyList<DayRow>> ReadDaysAsync(ProbeId probe, long fromDayMs, long toDayMs, CancellationToken cancellation) =>
        inner.ReadDaysAsync(probe, fromDayMs, toDayMs, cancellation);

    public ValueTask<IReadOnlyDictionary<ProbeId, long>> LastWindowsAsync(CancellationToken cancellation) => inner.LastWindowsAsync(cancellation);

    public ValueTask ForgetBeforeAsync(long beforeMs, CancellationToken cancellation) => inner.ForgetBeforeAsync(beforeMs, cancellation);

    public ValueTask<string?> ProblemAsync(CancellationToken cancellation) => inner.ProblemAsync(cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

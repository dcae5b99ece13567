using EdgeProbe.Agent.Board;
using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Agent.Uplink;
using EdgeProbe.Agent.Windows;
using EdgeProbe.Contract;
using EdgeProbe.Mqtt;
using EdgeProbe.Probers.Names;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>The rooms put together: schedule and capture to windows to spool to uplink. Owns all of them from making to disposal.</summary>
internal sealed class MeasuringAgent : IAsyncDisposable
{
    private const int MostEvents = 64;
    private readonly AgentSettings _settings;
    private readonly ILogger _log;
    private readonly FileSpool _spool;
    private readonly ProberSet _probers;
    private readonly SystemNameResolver _resolver;
    private readonly MosquittoLink _link;
    private readonly TestTable _table;
    private readonly Scheduler _scheduler;
    private readonly PassiveMeasurement _passive;
    private readonly WindowPump _pump;
    private readonly SampleUplink _uplink;
    private readonly StatusReporter _status;
    private readonly IReadOnlyList<PlannedTest> _tests;

    /// <exception cref="SpoolException">The spool cannot be opened.</exception>
    /// <exception cref="MqttLibraryMissingException">libmosquitto is not installed.</exception>
    public MeasuringAgent(AgentSettings settings, TimeProvider clock, ILoggerFactory logs)
    {
        (_settings, _log) = (settings, logs.CreateLogger("agent"));
        _spool = FileSpool.Open(SpoolOptionsOf(settings), static (batch, into) => SampleCodec.Write(batch, into), clock, _log);
        var rule = new DestinationRule(settings.Limits.AllowedDestinations, settings.Limits.DeniedDestinations);
        _resolver = new SystemNameResolver(new NameOptions(), clock);
        var book = new AddressBook(new AllowedNames(_resolver, rule), new NameOptions(), clock);
        var hops = new FirstHops();
        var packets = new PacketLimit(settings.Limits.PacketsPerSecond, clock);
        var limits = new Limits(new Pacer(TimeSpan.FromMilliseconds(settings.Limits.MinSpacingMs), clock), packets, rule);
        _probers = new ProberSet(settings, book, hops, limits, clock, logs);

        _table = TestTable.Open(_spool.StoreEpoch, settings.Spool.Directory);
        var routes = new DefaultRoutes(clock);
        _tests = [.. new Plan(settings, book, routes, hops).Tests().Select(WithAlias)];
        var windows = new WindowStage(settings.Window.LengthSeconds * 1000, clock);
        foreach (var test in _tests) windows.Add(Windowed(test, book));

        var sink = new WindowSink(windows);
        var runner = new AttemptRunner(_probers.ByKind, book, limits, sink, clock, _log);
        _scheduler = new Scheduler(runner, sink, clock, _log);
        foreach (var test in _tests) _scheduler.Add(test);

        var events = new EventQueue<ProbeEvent>(MostEvents);
        var sessions = new Sessions(settings.Id, settings.Spool.Directory, clock);
        _link = new MosquittoLink(LinkOptions.Of(settings), sessions.NextWill, clock, logs.CreateLogger("mqtt"));
        var birth = new Announcement(() => _table.Revision, BirthOf);
        _uplink = new SampleUplink(_link, _spool, events, sessions, birth, new UplinkOptions { Probe = settings.Id }, clock, _log);
        var results = new TestResults();
        var teller = new EventTeller(events, clock, _log);
        teller.Told += _uplink.Wake;
        _passive = new PassiveMeasurement(settings, routes, _table, teller, clock, logs);
        _passive.Capture.Changed += _uplink.AnnounceAgain;
        _pump = new WindowPump(windows, _passive.Release, _spool, teller, _table, results, clock);
        _pump.Appended += _uplink.Wake;
        _status = new StatusReporter(settings, _spool, _uplink, windows, _passive, packets, events, _table, results, () => Capabilities, clock);
    }

    /// <summary>Whether at least one test of the plan can be made by this user.</summary>
    public bool CanMeasure => _probers.CanPing || _tests.Count == 0 || _tests.Any(t => t.Target.Kind is not (Kind.Icmp or Kind.Path));

    public IReadOnlyList<string> Handicaps => _probers.Problems;

    /// <summary>Ends: when it is cancelled. Then all that was measured is in the spool, and the probe said to be offline on purpose.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        foreach (var handicap in Handicaps) CommandsLog.Handicap(_log, handicap);
        CommandsLog.Started(_log, AgentVersion.Text, _settings.Tenant, _settings.Probe, _tests.Count, _settings.Spool.Directory);
        var service = ServiceManager.FromEnvironment();
        service.Ready($"measuring, {_tests.Count} tests");
        var heap = new ManagedHeap(TimeProvider.System);
        var pages = new CodePages(TimeProvider.System);
        _pump.Completed += () =>
        {
            heap.GiveBack();
            pages.GiveBack();
            _status.Write();
            service.Alive(_status.Line());
        };
        // The way may have changed when a target goes or comes back; it is walked anew.
        _pump.TargetChanged += _ =>
        {
            foreach (var walk in _tests.Where(t => t.Target.Kind == Kind.Path)) _scheduler.Hasten(walk, stopping);
        };
        var capture = _passive.Capture.RunAsync(stopping);
        await Task.WhenAll(capture, _scheduler.RunAsync(stopping), _pump.RunAsync(capture, stopping), _uplink.RunAsync(stopping)).ConfigureAwait(false);
        service.Stopping();
        _status.Write();
        CommandsLog.Stopped(_log, _spool.Counters.Depth);
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        await _probers.DisposeAsync().ConfigureAwait(false);
        _resolver.Dispose();
        await _spool.DisposeAsync().ConfigureAwait(false);
    }

    private IReadOnlyList<string> Capabilities => [.. _probers.Capabilities, .. _passive.Capabilities];

    private PlannedTest WithAlias(PlannedTest test) => test with { Target = test.Target with { Test = _table.AliasOf(test.Description) } };

    private Birth BirthOf(ulong session) => new()
    {
        AgentVersion = AgentVersion.Text,
        StoreEpoch = _spool.StoreEpoch,
        Session = session,
        ConfigRevision = _table.Revision,
        WindowMs = _settings.Window.LengthSeconds * 1000,
        Tests = _table.All(),
        Capabilities = Capabilities,
        Clock = SystemClock.Read(),
        Hardware = Hardware.Model,
        Site = _settings.Site,
    };

    private static WindowedTest Windowed(PlannedTest test, AddressBook book) => new()
    {
        Alias = test.Target.Test,
        Kind = test.Target.Kind,
        Timeout = test.Timeout,
        Addresses = () =>
        {
            var counts = book.Count(test.Target.Host, test.Target.Family);
            return (counts.Addresses, counts.Answering);
        },
    };

    private static SpoolOptions SpoolOptionsOf(AgentSettings settings) => new()
    {
        Directory = settings.Spool.Directory,
        MaxBytes = settings.Spool.MaxBytes,
        MaxMemoryBytes = settings.Spool.MaxMemoryBytes,
        WriteAfter = TimeSpan.FromSeconds(settings.Spool.WriteAfterSeconds),
    };
}

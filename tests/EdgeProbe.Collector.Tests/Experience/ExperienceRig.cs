using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Collector.Tests.Customers;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Experience;

/// <summary>Customers on real files, days and scores in a real store, and scores of now that a test sets.</summary>
internal sealed class ExperienceRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<ProbeId, ProbeScore> _latest = [];

    public ExperienceRig()
    {
        Book = new Book(Clock);
        Store = EmbeddedStore.Open(Path.Combine(_directory.Path, "samples.db"));
        Ratings = new RatingBook(Book.Database, Book.Registry, Clock, Book.Meter);
        History = new CustomerHistory(Book.Registry, Ratings, Store, Clock, Book.Meter, NullLogger<CustomerHistory>.Instance);
        Experience = new CustomerExperience(Book.Registry, History, Latest, () => Scorer, new NoFindings());
    }

    /// <summary>Makes scores now; another one when a test activates another profile.</summary>
    public ProbeScorer Scorer { get; set; } = new(ProfileFile.Default, ProfileFile.Default.Persona("default_home")!);

    public FakeTimeProvider Clock { get; } = new(Now);

    public Book Book { get; }

    public ISampleStore Store { get; }

    public RatingBook Ratings { get; }

    public CustomerHistory History { get; }

    public CustomerExperience Experience { get; }

    public int Today => (int)(Clock.GetUtcNow().ToUnixTimeMilliseconds() / CustomerDay.LengthMs);

    public ProbeScore? Latest(ProbeId id) => _latest.GetValueOrDefault(id);

    public void Score(string probe, double? value, ScoreState state = ScoreState.Confident, params (App App, double Points)[] apps) =>
        _latest[Tests.Store.Rows.Probe(probe)] = new ProbeScore
        {
            EndMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Score = new Score(value, value, value, value is null ? ScoreState.NoData : state),
            Apps = [.. apps.Select(a => new AppScore(a.App, 0.1, false, new Score(a.Points, a.Points, a.Points, state), null, [], null))],
            Sentence = "",
        };

    /// <summary>Whole days up to yesterday, all alike.</summary>
    public Task DaysAsync(string probe, double? typical, int days = 28, int outages = 0, double repairSeconds = 0, int unavailable = 0, PerApp apps = default) =>
        DaysAsync(probe, Enumerable.Repeat(typical, days), outages, repairSeconds, unavailable, _ => apps);

    /// <summary>Whole days up to yesterday, oldest first.</summary>
    public async Task DaysAsync(string probe, IEnumerable<double?> typical, int outages = 0, double repairSeconds = 0, int unavailable = 0, Func<int, PerApp>? apps = null)
    {
        var values = typical.ToList();
        var rows = values.Select((value, i) => new DayRow
        {
            Probe = Tests.Store.Rows.Probe(probe), DayMs = (Today - values.Count + i) * CustomerDay.LengthMs, Mean = value, Typical = value, Consistent = value,
            Coverage = value is null ? 0 : 1, ObservedSlots = 17_280, UnavailableSlots = unavailable, Outages = outages, RepairSeconds = repairSeconds,
            TypicalApps = apps?.Invoke(i) ?? default,
        });
        Assert.Equal(WriteStatus.Stored, (await Store.WriteDaysAsync([.. rows], default)).Status);
    }

    /// <summary>Minute scores of the hour around a moment.</summary>
    public async Task ScoredAsync(string probe, DateTimeOffset around, double value, double? video = null, PerCause? causes = null)
    {
        var first = (around.ToUnixTimeMilliseconds() / 60_000 - 30) * 60_000;
        var rows = Enumerable.Range(0, 60).Select(i => new ScoreRow
        {
            Probe = Tests.Store.Rows.Probe(probe), MinuteMs = first + i * 60_000L, Score = new Score(value, value, value, ScoreState.Confident),
            Apps = video is { } points ? new Dictionary<string, double> { ["video_call"] = points } : new Dictionary<string, double>(), Causes = causes,
        });
        await Store.WriteScoresAsync([.. rows], default);
    }

    public void Rate(string customer, DateTimeOffset at, double? value, RatingKind kind = RatingKind.Rating)
    {
        var problems = new Collector.Customers.Import.RowProblems();
        Ratings.Add([new Placed<Rating>(1, new Rating { Customer = new CustomerKey("acme", customer), At = at, Kind = kind, Value = value })], problems);
        Assert.Empty(problems.First);
    }

    public CustomerNow Customer(string id) => Experience.Find(new CustomerKey("acme", id))!;

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Book.Dispose();
        _directory.Dispose();
    }

    public static Customer Of(string id, string? plan = null, params string[] probes) =>
        new() { Tenant = "acme", Id = id, Class = CustomerClass.Postpaid, Plan = plan, Technology = "fibre", Region = "north", Probes = probes };

    /// <summary>Promises the same zone for each app, so that the whole is that zone too.</summary>
    public static Plan Promising(string name, double adequate, double desired) =>
        new() { Tenant = "acme", Name = name, Promises = AppNames.All.ToDictionary(a => a, _ => new Zone(adequate, desired)) };
}

/// <summary>Stands where nobody makes verdicts.</summary>
internal sealed class NoFindings : IFindings
{
    public Finding Of(ProbeId probe) => Finding.Unknown;

    public string SentenceOf(ProbeId probe) => Finding.Unknown.Reason;
}

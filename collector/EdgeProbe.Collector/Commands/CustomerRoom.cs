using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Commands;

/// <summary>Who the customers are, joined with what they experience once scores are made.</summary>
internal sealed class CustomerRoom
{
    private readonly CollectorSettings _settings;
    private readonly CollectorMeter _meter;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _logs;
    private readonly RatingBook _ratings;
    private readonly PillarBook _posted;
    private CustomerHistory? _history;
    private IFindings? _findings;

    public CustomerRoom(CustomerDatabase database, CollectorSettings settings, CollectorMeter meter, TimeProvider clock, ILoggerFactory logs)
    {
        (_settings, _meter, _clock, _logs) = (settings, meter, clock, logs);
        Registry = new CustomerRegistry(database, clock, meter);
        _ratings = new RatingBook(database, Registry, clock, meter);
        _posted = new PillarBook(database, Registry);
    }

    public CustomerRegistry Registry { get; }

    /// <summary>Null until <see cref="Join"/>; scores ask it for gaps from then on.</summary>
    public CustomerExperience? Experience { get; private set; }

    /// <returns>What keeps the customers' histories; runs until cancelled.</returns>
    public Task Join(ISampleStore store, ScoreKeeper scores, IFindings findings, CancellationToken stopping)
    {
        _findings = findings;
        _history = new CustomerHistory(Registry, _ratings, store, _clock, _meter, _logs.CreateLogger<CustomerHistory>());
        Experience = new CustomerExperience(Registry, _history, scores.Latest, () => scores.Scorer, findings);
        scores.GapOf = (id, score) => Experience.GapOf(id, score.Score.Value);
        return _history.RunAsync(stopping);
    }

    public void AddTo(IServiceCollection services, FleetRegistry fleet, ScoreKeeper scores)
    {
        services.AddSingleton(_settings.Pillars);
        services.AddSingleton(Registry);
        services.AddSingleton(_ratings);
        services.AddSingleton(_posted);
        services.AddSingleton(_history!);
        services.AddSingleton(Experience!);
        services.AddSingleton<CustomerViewMaker>();
        services.AddSingleton(new ParityBoard(Registry, _history!, Experience!, scores.Scorer.Profile));
        services.AddSingleton(new CalibrationDesk(Registry, _history!, Experience!, _ratings, () => scores.Scorer.Profile, _clock));
        services.AddSingleton(new RollupMaker(fleet, Experience!, scores.Latest, _findings!, scores.Scorer.Profile));
        services.AddSingleton(new Importer(Registry, scores.Scorer.Profile));
        services.AddSingleton(new RatingImporter(_ratings, _posted, _settings.Pillars, _clock));
    }

    public void ForgetOld()
    {
        try
        {
            _ratings.ForgetOld();
        }
        catch (IOException problem)
        {
            CustomersLog.CannotForget(_logs.CreateLogger<CustomerRoom>(), problem.Message);
        }
    }

    /// <summary>Pages that show a probe learn that its customer changed.</summary>
    public void Tell(Action<ProbeId> changed) => Registry.Changed += c =>
    {
        foreach (var probe in c.Probes) changed(probe);
    };
}
